#![doc = include_str!("../README.md")]

mod actor;
mod audit;
mod client;
mod cookie;
mod fault;
mod federation;
mod gotrue;
mod live;
mod master_key;
mod one_time_code;
mod password;
mod refresh_token;
mod service;
mod session;
mod token;
mod view;

pub use actor::{Aal, Actor, UnknownAal};
pub use audit::{ActorKind, AuditAction, AuditEvent, Origin, UnknownAction};
pub use client::ClientInfo;
pub use fault::Fault;
pub use federation::{AcceptedIssuer, IssuerKeys, UnknownUser, UserRule};
pub use gotrue::GoTrueError;
pub use master_key::{MasterKey, MasterKeyError, SealError};
pub use password::{HasherOptions, HasherStats, NewPassword, PasswordHash, PasswordHashError};
pub use service::{
    AcceptInviteError, AdminError, AuditPage, AuthenticateError, Ban, ClaimIssuerError,
    CreateUserError, FOUNDING_COMMUNITY, GivenPassword, Identity, IdentityOptions, Invite,
    InviteError, KeyChangeError, KeyState, KeyView, Letter, LetterCounts, LossCause, MailRequest,
    MintRequest, Minted, NewUser, OpenError, Postman, RefreshError, Removed, RoleError, RotateWhen,
    SessionLoss, SessionLossError, ShownKeys, SignInError, SignOutScope, Stranger, UnknownScope,
    UserError, UserForm, UserListing, purposes_of_type,
};
pub use session::Session;
pub use stoa_db_main::identity::audit::{EventSearch, StoredEvent};
pub use stoa_db_main::identity::letters::{LetterCount, LetterState};
pub use stoa_db_main::identity::one_time_tokens::{OpenToken, TokenPurpose};
pub use stoa_db_main::identity::sessions::SessionRow;
pub use stoa_db_main::identity::users::admin::UserPage;
pub use stoa_db_main::identity::users::{User, UserFilter};
pub use token::{ACCESS_TOKEN_SECONDS, ApiRole, KeyError, TokenError, VerifiedToken};
pub use view::{IdentityData, IdentityView, SessionView, UserView};
