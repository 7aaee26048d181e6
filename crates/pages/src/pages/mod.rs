//! One module for each page: what it shows, as data, next to the template that shows it.

pub mod account;
pub mod buyer;
pub mod code;
pub mod confirm;
pub mod dashboard;
pub mod desk;
pub mod docs;
pub mod error;
pub mod forgot;
pub mod invite;
pub mod landing;
pub mod lesson;
pub mod lessons;
pub mod login;
pub mod logout;
pub mod outbox;
pub mod people;
pub mod profile;
pub mod status;
pub mod system;
pub mod thanks;
pub mod verify;
