use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use stoa_app::{
    demo::seed_demo_courses,
    sales::{Buyer, CreatedBuyer, Sales, StatsQuery, TripwireStats},
};
use stoa_core::{Ambient, BuyerId, CommunityId, ManualClock, SessionId, SystemRandom, UserId};
use stoa_domain::{Email, NewBuyer, NewBuyerForm, PersonName, ProvisioningState, Role, RoleSet};
use stoa_identity::{
    Aal, Actor, ClientInfo, Identity, IdentityOptions, MasterKey, NewUser, Origin, User,
};
use stoa_jobs::{Handler, Worker, WorkerOptions};
use stoa_pg::{Main, Tripwire};
use stoa_testkit::{TestDb, main_db, tripwire_db};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub(crate) const ACADEMY: CommunityId = CommunityId(Uuid::from_u128(0x7000_8000_0000_0000_0001));

/// Both databases with the demo courses, the desk over them, and a clock that is moved by hand.
pub(crate) struct Desk {
    pub(crate) main: TestDb<Main>,
    pub(crate) tripwire: TestDb<Tripwire>,
    pub(crate) identity: Identity,
    pub(crate) sales: Sales,
    pub(crate) ambient: Ambient,
    pub(crate) clock: Arc<ManualClock>,
}

impl Desk {
    pub(crate) async fn open() -> Self {
        Self::open_at("2026-11-21T08:00:00Z").await
    }

    pub(crate) async fn open_at(start: &str) -> Self {
        let (main, tripwire) = tokio::join!(main_db(), tripwire_db());
        let clock = Arc::new(ManualClock::at(start.parse().unwrap()));
        let ambient = Ambient {
            clock: Arc::<ManualClock>::clone(&clock),
            random: Arc::new(SystemRandom),
        };
        seed_demo_courses(&main.db, &ambient).await.unwrap();
        let master = MasterKey::from_base64(&MasterKey::generate(&ambient)).unwrap();
        let options = IdentityOptions::new("https://stoa.test/auth/v1");
        let identity = Identity::open(main.db.clone(), ambient.clone(), master, options)
            .await
            .unwrap();
        let sales = Sales::new(
            main.db.clone(),
            tripwire.db.clone(),
            identity.clone(),
            ambient.clone(),
        );
        Self {
            main,
            tripwire,
            identity,
            sales,
            ambient,
            clock,
        }
    }

    /// Somebody of sales, signed in.
    pub(crate) fn actor(&self, roles: &[Role]) -> Actor {
        Actor {
            user_id: UserId::new(&self.ambient),
            session_id: SessionId::new(&self.ambient),
            email: None,
            roles: roles.iter().copied().collect(),
            community_id: ACADEMY,
            aal: Aal::Aal1,
            has_factor: false,
            locale: None,
        }
    }

    pub(crate) fn manager(&self) -> Actor {
        self.actor(&[Role::SalesManager])
    }

    pub(crate) fn admin(&self) -> Actor {
        self.actor(&[Role::Admin])
    }

    /// A sale that goes well.
    pub(crate) async fn sell(&self, actor: &Actor, new: &NewBuyer) -> CreatedBuyer {
        self.sales
            .create_buyer(actor, &client(), new, None)
            .await
            .unwrap()
    }

    /// A buyer as the actor sees it.
    pub(crate) async fn shown(&self, actor: &Actor, id: BuyerId) -> Buyer {
        self.sales.buyer(actor, id).await.unwrap()
    }

    /// All figures that the actor sees.
    pub(crate) async fn stats(&self, actor: &Actor) -> TripwireStats {
        self.sales
            .stats(actor, &StatsQuery::default())
            .await
            .unwrap()
    }

    /// Somebody whom identity knew before any sale, by an address that is theirs.
    pub(crate) async fn person(&self, email: &str, roles: RoleSet) -> User {
        let name = Some(PersonName::parse("Прежнее Имя").unwrap());
        let new = NewUser {
            email_confirmed: true,
            name,
            roles,
            ..NewUser::new(Email::parse(email).unwrap())
        };
        self.identity
            .create_user(new, &Origin::system())
            .await
            .unwrap()
    }

    /// Somebody of sales whom identity knows, signed in.
    pub(crate) async fn known(&self, email: &str, role: Role) -> Actor {
        let user = self.person(email, RoleSet::from([role])).await;
        Actor {
            user_id: user.id,
            ..self.actor(&[role])
        }
    }

    /// The person of a buyer, signed in.
    pub(crate) fn student(&self, user: UserId) -> Actor {
        Actor {
            user_id: user,
            ..self.actor(&[Role::Student])
        }
    }

    /// Lets a worker work until an account has come so far.
    pub(crate) async fn work_until(&self, id: BuyerId, state: ProvisioningState) {
        let manager = self.admin();
        let handlers: Vec<Arc<dyn Handler>> = vec![Arc::new(self.sales.handler())];
        let worker = Worker::new(
            self.tripwire.db.clone(),
            self.ambient.clone(),
            WorkerOptions::default(),
            handlers,
        );
        let stop = CancellationToken::new();
        let working = tokio::spawn(worker.run(stop.clone()));
        let deadline = Instant::now() + Duration::from_secs(20);
        while self.shown(&manager, id).await.state != state {
            assert!(
                Instant::now() < deadline,
                "the worker has not made the account"
            );
            tokio::task::yield_now().await;
        }
        stop.cancel();
        working.await.unwrap();
    }

    pub(crate) fn pass(&self, time: TimeDelta) -> DateTime<Utc> {
        self.clock.advance(time);
        self.ambient.now()
    }

    pub(crate) async fn in_main(&self, statement: &str) -> u64 {
        self.main
            .admin()
            .await
            .execute(statement, &[])
            .await
            .unwrap()
    }

    pub(crate) async fn in_tripwire(&self, statement: &str) -> u64 {
        self.tripwire
            .admin()
            .await
            .execute(statement, &[])
            .await
            .unwrap()
    }
}

pub(crate) fn buyer(email: &str) -> NewBuyer {
    named(email, "Айгерим Бекова")
}

pub(crate) fn named(email: &str, name: &str) -> NewBuyer {
    let form = NewBuyerForm {
        email: Some(email.to_owned()),
        name: Some(name.to_owned()),
        phone: Some("8 700 123 45 67".to_owned()),
        price_minor: None,
    };
    form.check().unwrap()
}

pub(crate) fn client() -> ClientInfo {
    ClientInfo::new(Some("test"), Some([203, 0, 113, 77].into()))
}
