#![doc = include_str!("../README.md")]

pub mod accounts;
pub mod demo;
pub mod health;
pub mod leads;
pub mod learning;
pub mod modes;
pub mod people;
pub mod queues;
pub mod sales;
