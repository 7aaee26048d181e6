// This file was generated with `cornucopia`. Do not modify.

pub mod accepted_issuers;
pub mod audit;
pub mod courses;
pub mod credentials;
pub mod enrolments;
pub mod factors;
pub mod flow_states;
pub mod health;
pub mod house;
pub mod identities;
pub mod lessons;
pub mod letters;
pub mod oauth;
pub mod one_time_tokens;
pub mod people;
pub mod profiles;
pub mod progress;
pub mod recovery_codes;
pub mod sales_desk;
pub mod session_loss;
pub mod sessions;
pub mod signing_keys;
pub mod user_roles;
pub mod users;
