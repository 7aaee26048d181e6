//! The mode of the system: remembered, changed, and never lost.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use chrono::TimeDelta;
use stoa_app::{health::HealthLog, modes::Modes};
use stoa_core::{Ambient, CommunityId, Failure as _, ManualClock, SessionId, SystemRandom, UserId};
use stoa_domain::{Role, SystemMode};
use stoa_identity::{Aal, Actor, ClientInfo};
use stoa_pg::{ListenOptions, Main};
use stoa_testkit::{TestDb, main_db};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

struct World {
    test: TestDb<Main>,
    clock: Arc<ManualClock>,
    ambient: Ambient,
}

impl World {
    async fn new() -> Self {
        let clock = Arc::new(ManualClock::at("2026-11-21T08:00:00Z".parse().unwrap()));
        let ambient = Ambient {
            clock: Arc::<ManualClock>::clone(&clock),
            random: Arc::new(SystemRandom),
        };
        let test = main_db().await;
        Self {
            test,
            clock,
            ambient,
        }
    }

    fn modes(&self) -> Modes {
        let health = HealthLog::silent(self.ambient.clone());
        Modes::new(self.test.db.clone(), self.ambient.clone(), health)
    }

    fn actor(&self, role: Role) -> Actor {
        Actor {
            user_id: UserId::new(&self.ambient),
            session_id: SessionId::new(&self.ambient),
            email: None,
            roles: [role].into_iter().collect(),
            community_id: CommunityId(Uuid::nil()),
            aal: Aal::Aal1,
            has_factor: false,
            locale: None,
        }
    }

    async fn set(&self, modes: &Modes, mode: SystemMode) -> bool {
        let admin = self.actor(Role::Admin);
        let words = ("the queue is slow", mode.as_str());
        modes
            .set(&admin, &ClientInfo::default(), mode, words)
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn at_least_99_of_100_questions_are_answered_from_memory() {
    let world = World::new().await;
    let modes = world.modes();
    // Ten minutes at ten a second.
    for _ in 0..6_000 {
        assert_eq!(modes.mode().await, SystemMode::AsyncQueue);
        world.clock.advance(TimeDelta::milliseconds(100));
    }
    let figures = modes.figures();
    println!("{figures:?}: {:.4} from memory", figures.hit_ratio());
    assert!(figures.hit_ratio() >= 0.99 && figures.reads <= 11);
}

#[tokio::test]
async fn a_hundred_at_once_read_once() {
    let world = World::new().await;
    let modes = world.modes();
    futures::future::join_all((0..100).map(|_| modes.mode())).await;
    assert_eq!(modes.figures().reads, 1);
}

#[tokio::test]
async fn a_change_is_known_to_every_process_at_once() {
    let world = World::new().await;
    let (here, there) = (world.modes(), world.modes());
    let stop = CancellationToken::new();
    let mut listener = world.test.db.listener(ListenOptions::default());
    let (hints, mut hears) = (listener.subscribe(Modes::HINTS), listener.hears());
    let follower = there.clone();
    let tasks = [
        tokio::spawn(listener.run(stop.clone())),
        tokio::spawn(async move { follower.follow(hints).await }),
    ];
    hears.wait_for(|hears| *hears).await.unwrap();
    assert_eq!(there.mode().await, SystemMode::AsyncQueue);
    assert!(world.set(&here, SystemMode::SyncDirect).await);
    assert_eq!(here.mode().await, SystemMode::SyncDirect);
    // A mode that is remembered is answered without a pause: the listener needs its turns too.
    let known = async {
        while there.mode().await != SystemMode::SyncDirect {
            tokio::task::yield_now().await;
        }
    };
    let in_time = tokio::time::timeout(std::time::Duration::from_secs(1), known).await;
    assert!(in_time.is_ok(), "the other process knows within a second");
    assert!(
        !world.set(&here, SystemMode::SyncDirect).await,
        "it stood so already"
    );
    stop.cancel();
    for task in tasks {
        task.await.unwrap();
    }
}

#[tokio::test]
async fn without_a_hint_a_change_is_known_after_a_minute() {
    let world = World::new().await;
    let (here, there) = (world.modes(), world.modes());
    assert_eq!(there.mode().await, SystemMode::AsyncQueue);
    world.set(&here, SystemMode::SyncDirect).await;
    world.clock.advance(TimeDelta::seconds(59));
    assert_eq!(there.mode().await, SystemMode::AsyncQueue);
    world.clock.advance(TimeDelta::seconds(1));
    assert_eq!(there.mode().await, SystemMode::SyncDirect);
}

#[tokio::test]
async fn a_read_that_fails_keeps_the_last_known_mode() {
    let world = World::new().await;
    let modes = world.modes();
    world.set(&modes, SystemMode::SyncDirect).await;
    assert_eq!(modes.mode().await, SystemMode::SyncDirect);
    let admin = world.test.admin().await;
    let revoke = "revoke select on system_config from service_role";
    admin.batch_execute(revoke).await.unwrap();
    world.clock.advance(TimeDelta::minutes(5));
    assert_eq!(modes.mode().await, SystemMode::SyncDirect);
    assert_eq!(modes.mode().await, SystemMode::SyncDirect);
    assert_eq!(
        modes.figures().failures,
        1,
        "it is not tried for each question"
    );
    assert_eq!(
        world.modes().mode().await,
        SystemMode::AsyncQueue,
        "never read: the usual one"
    );
}

#[tokio::test]
async fn only_administrators_change_it_with_a_reason_and_the_name_typed() {
    let world = World::new().await;
    let modes = world.modes();
    let (admin, manager) = (world.actor(Role::Admin), world.actor(Role::SalesManager));
    let wanted = SystemMode::SyncDirect;
    let client = ClientInfo::default();
    for (actor, words, code) in [
        (&manager, ("why not", "sync_direct"), "auth.role_missing"),
        (&admin, ("  ", "sync_direct"), "mode.reason_invalid"),
        (&admin, ("why not", "yes"), "mode.confirmation_differs"),
    ] {
        let refused = modes.set(actor, &client, wanted, words).await.unwrap_err();
        assert_eq!(refused.code(), code);
    }
    let both = modes.set(&admin, &client, wanted, ("", "yes")).await;
    let named: Vec<_> = both
        .unwrap_err()
        .fields()
        .into_iter()
        .map(|f| f.code)
        .collect();
    assert_eq!(
        named,
        ["mode.reason_invalid", "mode.confirmation_differs"],
        "all at once"
    );
    assert_eq!(modes.mode().await, SystemMode::AsyncQueue);
    world.set(&modes, wanted).await;
    let state = modes.state(&admin).await.unwrap();
    assert_eq!(
        (state.mode, state.updated_at),
        (wanted, Some(world.ambient.now()))
    );
    assert!(state.updated_by.is_some());
}
