use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use stoa_core::{Ambient, Clock, ExposeSecret as _, ManualClock, SecretString, SystemRandom};
use stoa_domain::{Email, PersonName, Role, RoleSet};
use stoa_identity::{
    ClientInfo, HasherOptions, Identity, IdentityOptions, MasterKey, NewPassword, NewUser,
    OpenError, Origin, Session, User,
};
use stoa_pg::Main;
use stoa_testdb::TestDb;
use tokio_postgres::types::ToSql;

pub(crate) const ISSUER: &str = "https://stoa.test/auth/v1";
pub(crate) const PASSWORD: &str = "correct horse";
pub(crate) const EMAIL: &str = "anna@mail.ru";

/// Identity over a database of its own, with a clock that is moved by hand.
pub(crate) struct World {
    pub(crate) identity: Identity,
    pub(crate) db: TestDb<Main>,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) ambient: Ambient,
    master: SecretString,
}

impl World {
    pub(crate) async fn new() -> Self {
        let clock = Arc::new(ManualClock::at(
            DateTime::from_timestamp(1_790_000_000, 0).unwrap(),
        ));
        let ambient = Ambient {
            clock: Arc::<ManualClock>::clone(&clock),
            random: Arc::new(SystemRandom),
        };
        let master = MasterKey::generate(&ambient);
        let db = stoa_testdb::main_db().await;
        let identity = open(&db, &ambient, &master, options()).await;
        Self {
            identity,
            db,
            clock,
            ambient,
            master,
        }
    }

    /// The same platform in another process, or after a restart.
    pub(crate) async fn another_process(&self) -> Identity {
        self.with(options()).await
    }

    pub(crate) async fn with(&self, options: IdentityOptions) -> Identity {
        open(&self.db, &self.ambient, &self.master, options).await
    }

    /// The same platform by another clock.
    pub(crate) async fn by_clock(&self, clock: Arc<dyn Clock>) -> Identity {
        let ambient = Ambient {
            clock,
            random: Arc::clone(&self.ambient.random),
        };
        open(&self.db, &ambient, &self.master, options()).await
    }

    /// The same, where the start may be refused.
    pub(crate) async fn try_with(&self, options: IdentityOptions) -> Result<Identity, OpenError> {
        let master = MasterKey::from_base64(&self.master).unwrap();
        Identity::open(self.db.db.clone(), self.ambient.clone(), master, options).await
    }

    pub(crate) fn master_key(&self) -> MasterKey {
        MasterKey::from_base64(&self.master).unwrap()
    }

    pub(crate) async fn user(&self) -> User {
        self.user_with(EMAIL, [Role::Student].into()).await
    }

    pub(crate) async fn user_with(&self, email: &str, roles: RoleSet) -> User {
        let new = NewUser {
            email_confirmed: true,
            name: Some(PersonName::parse("Anna").unwrap()),
            password: Some(NewPassword::for_demo(SecretString::from(PASSWORD))),
            roles,
            ..NewUser::new(Email::parse(email).unwrap())
        };
        self.identity
            .create_user(new, &Origin::system())
            .await
            .unwrap()
    }

    /// A user who has just signed in.
    pub(crate) async fn session(&self) -> Session {
        self.user().await;
        self.sign_in().await
    }

    pub(crate) async fn sign_in(&self) -> Session {
        self.identity
            .sign_in(EMAIL, &SecretString::from(PASSWORD), &client())
            .await
            .unwrap()
    }

    pub(crate) fn pass(&self, time: TimeDelta) -> DateTime<Utc> {
        self.clock.advance(time);
        self.clock.now()
    }

    /// Changes what Stoa itself has no operation for yet.
    pub(crate) async fn arrange(&self, sql: &str, params: &[&(dyn ToSql + Sync)]) -> u64 {
        self.db.admin().await.execute(sql, params).await.unwrap()
    }

    pub(crate) async fn count(&self, sql: &str) -> i64 {
        self.db
            .admin()
            .await
            .query_one(sql, &[])
            .await
            .unwrap()
            .get(0)
    }
}

async fn open(
    db: &TestDb<Main>,
    ambient: &Ambient,
    master: &SecretString,
    options: IdentityOptions,
) -> Identity {
    let master = MasterKey::from_base64(master).unwrap();
    Identity::open(db.db.clone(), ambient.clone(), master, options)
        .await
        .unwrap()
}

pub(crate) fn options() -> IdentityOptions {
    let hasher = HasherOptions {
        threads: 1,
        queue: 64,
        wait: Duration::from_mins(1),
    };
    IdentityOptions {
        hasher,
        ..IdentityOptions::new(ISSUER)
    }
}

pub(crate) fn client() -> ClientInfo {
    ClientInfo::new(Some("test"), Some([203, 0, 113, 77].into()))
}

pub(crate) fn bearer(session: &Session) -> &str {
    session.access_token.expose_secret()
}

/// What a token says, without any check.
pub(crate) fn claims(token: &str) -> Value {
    part(token, 1)
}

pub(crate) fn part(token: &str, number: usize) -> Value {
    use base64::Engine as _;
    let part = token.split('.').nth(number).unwrap();
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(part)
        .unwrap();
    serde_json::from_slice(&bytes).unwrap()
}
