#![doc = include_str!("../README.md")]

mod actor;
mod audit;
mod client;
mod cookie;
mod factor_view;
mod fault;
mod federation;
mod gotrue;
mod live;
mod master_key;
mod mfa;
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
pub use factor_view::{EnrolledFactorView, FactorView, RecoveryCodesView, TotpView};
pub use fault::Fault;
pub use federation::{AcceptedIssuer, IssuerKeys, UnknownUser, UserRule};
pub use gotrue::GoTrueError;
pub use master_key::{MasterKey, MasterKeyError, SealError};
pub use password::{HasherOptions, HasherStats, NewPassword};
pub use service::{
    AcceptInviteError, AuthenticateError, ClaimIssuerError, CreateUserError, FOUNDING_COMMUNITY,
    Identity, IdentityOptions, Invite, InviteError, KeyChangeError, KeyState, KeyView, Letter,
    LetterCounts, LossCause, MailRequest, MintRequest, Minted, NewUser, OpenError, Postman,
    RefreshError, Removed, RoleError, RotateWhen, SessionLoss, SessionLossError, ShownKeys,
    SignInError, SignOutScope, Stranger, UnknownScope, UserError, purposes_of_type,
};
pub use service::{
    EnrollError, EnrolledFactor, FactorChallenge, FactorError, FactorProof, NewFactor,
    RecoveryCodeSet, RecoveryError, RecoveryStatus, VerifyFactorError,
};
pub use session::Session;
pub use stoa_db_main::identity::factors::Factor;
pub use stoa_db_main::identity::letters::{LetterCount, LetterState};
pub use stoa_db_main::identity::one_time_tokens::{OpenToken, TokenPurpose};
pub use stoa_db_main::identity::users::{User, UserFilter};
pub use token::{ACCESS_TOKEN_SECONDS, ApiRole, KeyError, TokenError, VerifiedToken};
pub use view::{IdentityData, IdentityView, SessionView, UserView};
