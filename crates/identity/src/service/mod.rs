//! What can be done with identities: one file for each operation.

mod account;
mod admin;
mod authenticate;
mod buyer;
mod endings;
mod exchange;
mod federate;
mod flow;
mod follow;
mod house;
mod identities;
mod import;
mod invite;
mod keys;
mod language;
mod letters;
mod links;
mod loss;
mod mfa;
mod newcomer;
mod oauth;
mod one_time;
mod open;
mod otp;
mod own_account;
mod reauthenticate;
mod recover;
mod refresh;
mod rename;
mod resend;
mod roles;
mod rules;
mod sign_in;
mod sign_out;
mod sign_up;
mod site;
mod start;
mod step_up;
mod tell;
mod update_user;
mod verify;
mod ways_in;

use std::sync::atomic::AtomicI64;
use std::sync::{Arc, OnceLock, RwLock};

use aws_lc_rs::digest::SHA256_OUTPUT_LEN;
use chrono::TimeDelta;
use moka::sync::Cache;
use stoa_core::{Ambient, CommunityId};
use stoa_jobs::Waker;
use stoa_pg::{DbError, MainDb, MainTx};
use uuid::Uuid;

use crate::audit::AuditStats;
use crate::clocks::Clocks;
use crate::cookie::CookieKey;
use crate::federation::{AcceptedIssuer, ForeignToken, Named};
use crate::live::LiveSessions;
use crate::one_time_code::CodeKey;
use crate::password::{Hasher, HasherOptions};
use crate::provider::{Provider, ProviderOptions};
use crate::refresh_stats::RefreshStats;
use crate::token::{Keyring, Rules};
use crate::{MasterKey, VerifiedToken};

pub use account::{CreateUserError, NewUser, UserError};
pub use admin::{AdminError, AuditPage, Ban, GivenPassword, PeopleFound, UserForm, UserListing};
pub use authenticate::AuthenticateError;
pub use buyer::BuyerAccountError;
pub use exchange::ExchangeError;
pub use federate::Stranger;
pub use flow::LinkWish;
pub use house::Removed;
pub use import::{
    ImportError, ImportFault, ImportRun, Imported, ImportedIdentity, ImportedUser, Place,
};
pub use invite::{AcceptInviteError, Invite, InviteError};
pub(crate) use keys::sha256;
pub use keys::{KeyChangeError, KeyState, KeyView, RotateWhen, ShownKeys};
pub use letters::{Letter, LetterCounts, MailRequest, Postman};
pub use links::{LinkError, LinkForm, LinkKind, MadeLink};
pub use loss::{
    ClaimIssuerError, IssuerChange, IssuerLoss, LossCause, SessionLoss, SessionLossError,
};
pub use mfa::{
    EnrollError, EnrolledFactor, FactorChallenge, FactorError, FactorProof, NewFactor,
    RecoveryCodeSet, RecoveryError, RecoveryStatus, VerifyFactorError,
};
pub use oauth::{
    IdTokenProof, OAuthBegun, OAuthError, OAuthFinished, OAuthOutcome, OAuthReturn, OAuthWish,
};
pub use one_time::{MintRequest, Minted, purposes_of_type};
pub use open::OpenError;
pub use otp::{OtpError, OtpRequest};
pub use own_account::DeleteOwnError;
pub use reauthenticate::ReauthenticateError;
pub use refresh::RefreshError;
pub use rename::rename_own;
pub use resend::Resent;
pub use roles::RoleError;
pub use rules::SelfService;
pub use sign_in::SignInError;
pub use sign_out::{SignOutScope, UnknownScope};
pub use sign_up::{SignUp, SignUpError, SignedUp};
pub use update_user::{UpdateUserError, UserChange};
pub use verify::{Onward, Proof, Verified, VerifyError};

/// The community that every installation begins with.
pub const FOUNDING_COMMUNITY: CommunityId =
    CommunityId(Uuid::from_u128(0x7000_8000_0000_0000_0001));

/// How identity works on this installation.
#[derive(Debug, Clone)]
pub struct IdentityOptions {
    /// Who signs our access tokens: the public address with `/auth/v1`.
    pub issuer: String,
    /// Issuers whose tokens, signed with our keys, are accepted too: former public addresses.
    pub also_accepted: Vec<String>,
    /// The community of new users.
    pub community_id: CommunityId,
    /// Foreign issuers whose tokens are accepted, by name.
    pub accepted_issuers: Vec<AcceptedIssuer>,
    /// Providers that people may sign in with.
    pub providers: Vec<ProviderOptions>,
    /// How password hashing is bounded.
    pub hasher: HasherOptions,
    /// How long a session lives at most, however much it is used; without it, as long as it is used.
    pub session_limit: Option<TimeDelta>,
    /// Whether the parent of an active refresh token is honoured for ten seconds only, and not for ever.
    pub strict_refresh: bool,
    /// Whether a start with other secrets or another name may end sessions.
    pub session_loss: SessionLoss,
    /// What people may do by themselves.
    pub rules: SelfService,
    /// Whether letters leave this installation: where none do, no account says that one was sent.
    pub sends_mail: bool,
}

impl IdentityOptions {
    /// The usual options for an issuer, in the founding community.
    pub fn new(issuer: impl Into<String>) -> Self {
        Self {
            issuer: issuer.into(),
            also_accepted: Vec::new(),
            community_id: FOUNDING_COMMUNITY,
            accepted_issuers: Vec::new(),
            providers: Vec::new(),
            hasher: HasherOptions::default(),
            session_limit: None,
            strict_refresh: false,
            session_loss: SessionLoss::Refused,
            rules: SelfService::default(),
            sends_mail: true,
        }
    }
}

/// Users, sign-ins and keys. Cheap to clone.
#[derive(Clone)]
pub struct Identity {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) db: MainDb,
    pub(crate) ambient: Ambient,
    pub(crate) options: IdentityOptions,
    pub(crate) audit_stats: AuditStats,
    refresh_stats: RefreshStats,
    rules: Rules,
    master: MasterKey,
    cookie: CookieKey,
    codes: CodeKey,
    /// Where people reach us, once it is known better than by the issuer.
    origin: OnceLock<String>,
    /// Wakes the worker that sends letters.
    postman: OnceLock<Waker>,
    /// Turns addresses into what the audit may keep of them.
    address_key: aws_lc_rs::hmac::Key,
    hasher: Hasher,
    keys: RwLock<Arc<Keyring>>,
    /// When a token of an unknown key last made us read the keys anew, in unix seconds.
    keys_sought: AtomicI64,
    /// Tokens whose signature was checked, by their hash.
    tokens: Cache<[u8; SHA256_OUTPUT_LEN], VerifiedToken>,
    live: LiveSessions,
    clocks: Clocks,
    foreign: Vec<Named>,
    providers: Vec<Provider>,
    /// Foreign tokens whose signature was checked, by their hash.
    foreign_tokens: Cache<[u8; SHA256_OUTPUT_LEN], Arc<ForeignToken>>,
}

/// Ends a transaction: commits when its work was done, else undoes it and gives the work's own error.
async fn finish<T, E: From<DbError>>(tx: MainTx, work: Result<T, E>) -> Result<T, E> {
    match work {
        Ok(done) => tx.commit().await.map(|()| done).map_err(E::from),
        Err(error) => {
            // Undone all the same when the answer does not come.
            drop(tx.rollback().await);
            Err(error)
        }
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Identity")
            .field("issuer", &self.inner.options.issuer)
            .finish_non_exhaustive()
    }
}
