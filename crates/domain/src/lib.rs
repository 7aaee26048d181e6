#![doc = include_str!("../README.md")]

pub mod buyer;
pub mod day;
pub mod delivery;
pub mod health;
pub mod landing;
pub mod lesson;
pub mod mapping;
pub mod password;

mod email;
mod locale;
mod name;
mod payment;
mod phone;
mod role;
mod sink;
mod source;
mod text;
mod word;

pub use buyer::{BuyerStatus, NewBuyer, NewBuyerForm, Provisioning, ProvisioningState};
pub use day::Day;
pub use delivery::{DeliveryEvent, DeliveryState, IllegalTransition};
pub use email::{Email, EmailError};
pub use health::{HealthLevel, SystemMode};
pub use landing::{LandingForm, Submission};
pub use lesson::{CompletionRule, LessonEvent, LessonStatus, Progress};
pub use locale::Locale;
pub use mapping::{
    MappingFault, MappingRow, resolve as resolve_mapping, validate as validate_mapping,
};
pub use name::{NameError, PersonName};
pub use payment::PaymentMethod;
pub use phone::{Phone, PhoneError};
pub use role::{Role, RoleSet, UnknownRole};
pub use sink::Sink;
pub use source::{Source, SourceError};
pub use word::UnknownWord;
