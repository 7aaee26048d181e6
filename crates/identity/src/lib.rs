#![doc = include_str!("../README.md")]

mod actor;
mod audit;
mod client;
mod clocks;
mod cookie;
mod factor_view;
mod fault;
mod federation;
mod gotrue;
mod live;
mod master_key;
mod metadata;
mod mfa;
mod one_time_code;
mod password;
mod pkce;
mod provider;
mod redirect;
mod refresh_stats;
mod refresh_token;
mod service;
mod session;
mod token;
mod view;

pub use actor::{Aal, Actor, UnknownAal};
pub use audit::{ActorKind, AuditAction, AuditEvent, Origin, UnknownAction};
pub use client::ClientInfo;
pub use clocks::ClockAhead;
pub use factor_view::{EnrolledFactorView, FactorView, RecoveryCodesView, TotpView};
pub use fault::Fault;
pub use federation::{AcceptedIssuer, IssuerKeys, UnknownUser, UserRule};
pub use gotrue::GoTrueError;
pub use master_key::{MasterKey, MasterKeyError, SealError};
pub use metadata::MetadataError;
pub use password::{
    HasherOptions, HasherStats, NewPassword, PasswordHash, PasswordHashError, password_faults,
};
pub use pkce::{ChallengeError, CodeChallenge};
pub use provider::ProviderOptions;
pub use redirect::{BadRedirect, RedirectPolicy};
pub use service::{
    AcceptInviteError, AdminError, AuditPage, AuthenticateError, Ban, BuyerAccountError,
    ClaimIssuerError, CreateUserError, DeleteOwnError, ExchangeError, FOUNDING_COMMUNITY,
    GivenPassword, IdTokenProof, Identity, IdentityOptions, Invite, InviteError, IssuerChange,
    IssuerLoss, KeyChangeError, KeyState, KeyView, Letter, LetterCounts, LinkError, LinkForm,
    LinkKind, LinkWish, LossCause, MadeLink, MailRequest, MintRequest, Minted, NewUser, OAuthBegun,
    OAuthError, OAuthFinished, OAuthOutcome, OAuthReturn, OAuthWish, Onward, OpenError, OtpError,
    OtpRequest, PeopleFound, Postman, Proof, ReauthenticateError, RefreshError, Removed, Resent,
    RoleError, RotateWhen, SelfService, SessionLoss, SessionLossError, ShownKeys, SignInError,
    SignOutScope, SignUp, SignUpError, SignedUp, Stranger, UnknownScope, UpdateUserError,
    UserChange, UserError, UserForm, UserListing, Verified, VerifyError, purposes_of_type,
    rename_own,
};
pub use service::{
    EnrollError, EnrolledFactor, FactorChallenge, FactorError, FactorProof, NewFactor,
    RecoveryCodeSet, RecoveryError, RecoveryStatus, VerifyFactorError,
};
pub use service::{
    ImportError, ImportFault, ImportRun, Imported, ImportedIdentity, ImportedUser, Place,
};
pub use session::{ProviderTokens, Session};
pub use stoa_db_main::identity::audit::{EventSearch, StoredEvent};
pub use stoa_db_main::identity::factors::Factor;
pub use stoa_db_main::identity::identities::UserIdentity;
pub use stoa_db_main::identity::letters::{LetterCount, LetterState};
pub use stoa_db_main::identity::one_time_tokens::{OpenToken, TokenPurpose};
pub use stoa_db_main::identity::sessions::SessionRow;
pub use stoa_db_main::identity::users::admin::{PeopleSearch, UserPage};
pub use stoa_db_main::identity::users::{EmailProof, User, UserFilter};
pub use token::{ACCESS_TOKEN_SECONDS, ApiRole, KeyError, TokenError, VerifiedToken};
pub use view::{IdentityView, SessionView, UserView, WeakPassword};
