// This file was generated with `cornucopia`. Do not modify.

pub mod buyer_activity;
pub mod buyer_stats;
pub mod buyers;
pub mod deliveries;
pub mod intake;
pub mod leads;
pub mod mapping;
pub mod people;
pub mod sales_teams;
