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
mod metadata;
mod one_time_code;
mod password;
mod pkce;
mod redirect;
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
pub use metadata::MetadataError;
pub use password::{HasherOptions, HasherStats, NewPassword, password_faults};
pub use pkce::{ChallengeError, CodeChallenge};
pub use redirect::{BadRedirect, RedirectPolicy};
pub use service::{
    AcceptInviteError, AuthenticateError, ClaimIssuerError, CreateUserError, ExchangeError,
    FOUNDING_COMMUNITY, Identity, IdentityOptions, Invite, InviteError, KeyChangeError, KeyState,
    KeyView, Letter, LetterCounts, LinkWish, LossCause, MailRequest, MintRequest, Minted, NewUser,
    Onward, OpenError, OtpError, OtpRequest, Postman, Proof, ReauthenticateError, RefreshError,
    Removed, Resent, RoleError, RotateWhen, SelfService, SessionLoss, SessionLossError, ShownKeys,
    SignInError, SignOutScope, SignUp, SignUpError, SignedUp, Stranger, UnknownScope,
    UpdateUserError, UserChange, UserError, Verified, VerifyError, purposes_of_type,
};
pub use session::Session;
pub use stoa_db_main::identity::letters::{LetterCount, LetterState};
pub use stoa_db_main::identity::one_time_tokens::{OpenToken, TokenPurpose};
pub use stoa_db_main::identity::users::{User, UserFilter};
pub use token::{ACCESS_TOKEN_SECONDS, ApiRole, KeyError, TokenError, VerifiedToken};
pub use view::{IdentityData, IdentityView, SessionView, UserView, WeakPassword};
