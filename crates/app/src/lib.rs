#![doc = include_str!("../README.md")]

pub mod accounts;
pub mod demo;
pub mod leads;
pub mod learning;
pub mod people;
pub mod sales;
