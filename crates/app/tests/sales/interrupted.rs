use std::time::Duration;

use chrono::TimeDelta;
use stoa_app::sales::{BuyersQuery, Sales};
use stoa_core::Failure as _;
use stoa_domain::{Email, ProvisioningState};
use stoa_identity::{Identity, IdentityOptions, MasterKey};
use stoa_pg::{Db, PoolOptions};

use crate::desk::{Desk, buyer, client};

/// Takes a right from the server, which then fails in the middle of the work as if it had been killed there.
async fn without_right(desk: &Desk, database: Database, right: &str) {
    let statement = format!("revoke {right} from service_role");
    match database {
        Database::Main => desk.in_main(&statement).await,
        Database::Tripwire => desk.in_tripwire(&statement).await,
    };
}

async fn with_right(desk: &Desk, database: Database, right: &str) {
    let statement = format!("grant {right} to service_role");
    match database {
        Database::Main => desk.in_main(&statement).await,
        Database::Tripwire => desk.in_tripwire(&statement).await,
    };
}

#[derive(Clone, Copy)]
enum Database {
    Main,
    Tripwire,
}

/// Cuts the work off where it first needs the right, and lets it be begun again when it is back.
async fn cut_off_and_begun_again(database: Database, right: &str, reached: ProvisioningState) {
    let desk = Desk::open().await;
    let manager = desk.manager();
    without_right(&desk, database, right).await;
    let created = desk.sell(&manager, &buyer("a@b.kz")).await;
    assert_eq!(
        (created.state, created.invite.is_none()),
        (reached, true),
        "{right}"
    );
    let early = desk
        .sales
        .new_invite(&manager, &client(), created.id)
        .await
        .unwrap_err();
    assert_eq!(early.code(), "buyer.not_ready");
    with_right(&desk, database, right).await;
    desk.pass(TimeDelta::hours(1));
    let again = async || {
        desk.sales
            .retry_provisioning(&manager, &client(), created.id)
            .await
            .unwrap()
    };
    let done = again().await;
    assert_eq!(
        (done.state, done.invite.is_some()),
        (ProvisioningState::Invited, true),
        "{right}: the way in is part of the answer"
    );
    let shown = desk.shown(&manager, created.id).await;
    assert_eq!(
        shown.account_existed,
        Some(false),
        "{right}: what we made had not existed"
    );
    assert_eq!(desk.in_main("select from auth.users").await, 1, "{right}");
    assert_eq!(desk.in_main("select from enrolments").await, 1, "{right}");
    assert!(
        desk.sales
            .new_invite(&manager, &client(), created.id)
            .await
            .is_ok(),
        "{right}"
    );
    assert_eq!(again().await.state, ProvisioningState::Invited);
}

#[tokio::test]
async fn work_that_was_cut_off_at_any_step_ends_in_the_same_one_account() {
    use ProvisioningState::{Requested, UserReady};
    cut_off_and_begun_again(Database::Main, "insert on auth.users", Requested).await;
    cut_off_and_begun_again(Database::Tripwire, "update on tripwire_users", Requested).await;
    cut_off_and_begun_again(Database::Main, "insert on memberships", UserReady).await;
    cut_off_and_begun_again(Database::Main, "insert on enrolments", UserReady).await;
}

#[tokio::test]
async fn what_fails_three_times_is_shown_as_failed_and_can_be_begun_again() {
    let desk = Desk::open().await;
    let manager = desk.manager();
    without_right(&desk, Database::Main, "insert on enrolments").await;
    let created = desk.sell(&manager, &buyer("a@b.kz")).await;
    for want in [ProvisioningState::UserReady, ProvisioningState::Failed] {
        desk.pass(TimeDelta::hours(1));
        assert_eq!(
            desk.sales
                .retry_provisioning(&manager, &client(), created.id)
                .await
                .unwrap()
                .state,
            want
        );
    }
    let shown = desk.shown(&manager, created.id).await;
    assert_eq!(
        shown.state_reason.as_deref(),
        Some("buyer.provisioning_exhausted")
    );
    let early = desk
        .sales
        .new_invite(&manager, &client(), created.id)
        .await
        .unwrap_err();
    assert_eq!(
        early.code(),
        "buyer.provisioning_failed",
        "not `in a moment`: nothing happens by itself"
    );
    with_right(&desk, Database::Main, "insert on enrolments").await;
    assert_eq!(
        desk.sales
            .retry_provisioning(&manager, &client(), created.id)
            .await
            .unwrap()
            .state,
        ProvisioningState::Invited
    );
    let shown = desk.shown(&manager, created.id).await;
    assert_eq!(
        (shown.state_reason, shown.account_existed),
        (None, Some(false))
    );
}

#[tokio::test]
async fn what_no_repeat_can_mend_fails_at_once_and_says_why() {
    let desk = Desk::open().await;
    let manager = desk.manager();
    desk.in_main("update courses set slug = 'elsewhere' where slug = 'expresscourse'")
        .await;
    let courseless = desk.sell(&manager, &buyer("a@b.kz")).await;
    let shown = desk.shown(&manager, courseless.id).await;
    assert_eq!(
        (shown.state, shown.state_reason.as_deref()),
        (ProvisioningState::Failed, Some("course.not_found"))
    );
    desk.in_main("update courses set slug = 'expresscourse' where slug = 'elsewhere'")
        .await;
    // The person's address changes, and somebody sells to the new one.
    desk.in_main("update auth.users set email = 'new@b.kz'")
        .await;
    let second = desk.sell(&manager, &buyer("new@b.kz")).await;
    let shown = desk.shown(&manager, second.id).await;
    assert_eq!(
        (shown.state, shown.state_reason.as_deref()),
        (ProvisioningState::Failed, Some("buyer.person_taken"))
    );
}

#[tokio::test]
async fn a_sale_is_taken_while_main_is_away_and_costs_no_attempt() {
    let desk = Desk::open().await;
    let manager = desk.manager();
    let main = Db::open(desk.main.config(), PoolOptions::default()).unwrap();
    let master = MasterKey::from_base64(&MasterKey::generate(&desk.ambient)).unwrap();
    desk.in_main("truncate auth.signing_keys, auth.api_keys")
        .await;
    let options = IdentityOptions::new("https://stoa.test/auth/v1");
    let identity = Identity::open(main.clone(), desk.ambient.clone(), master, options)
        .await
        .unwrap();
    let cut_off = Sales::new(
        main.clone(),
        desk.tripwire.db.clone(),
        identity,
        desk.ambient.clone(),
    );
    main.close();
    let created = cut_off
        .create_buyer(&manager, &client(), &buyer("a@b.kz"), None)
        .await
        .unwrap();
    assert_eq!(
        (created.state, created.account_existed),
        (ProvisioningState::Requested, None)
    );
    assert_eq!(
        desk.in_tripwire("select from ops.job where state = 'ready' and attempt = 0")
            .await,
        1
    );
    assert_eq!(
        cut_off
            .list_buyers(&manager, &BuyersQuery::default())
            .await
            .unwrap()
            .total,
        1,
        "the desk still works"
    );
    assert_eq!(
        desk.sales
            .retry_provisioning(&manager, &client(), created.id)
            .await
            .unwrap()
            .state,
        ProvisioningState::Invited
    );
}

#[tokio::test]
async fn a_worker_finishes_what_the_request_did_not() {
    let desk = Desk::open().await;
    let manager = desk.manager();
    without_right(&desk, Database::Main, "insert on auth.users").await;
    let created = desk.sell(&manager, &buyer("a@b.kz")).await;
    with_right(&desk, Database::Main, "insert on auth.users").await;
    desk.pass(TimeDelta::hours(1));
    desk.work_until(created.id, ProvisioningState::Enrolled)
        .await;
    assert!(
        desk.identity
            .find_by_email(&Email::parse("a@b.kz").unwrap())
            .await
            .unwrap()
            .is_some()
    );
}

#[tokio::test]
async fn a_desk_whose_main_hangs_answers_with_what_it_has() {
    let desk = Desk::open().await;
    let manager = desk.manager();
    desk.sell(&manager, &buyer("a@b.kz")).await;
    let admin = desk.main.admin().await;
    admin
        .batch_execute("begin; lock table auth.users, profiles in access exclusive mode")
        .await
        .unwrap();
    desk.pass(TimeDelta::minutes(1));
    let work = async {
        let stats = desk.stats(&manager).await;
        let list = desk
            .sales
            .list_buyers(&manager, &BuyersQuery::default())
            .await
            .unwrap();
        (stats.total_users, list.total)
    };
    let shown = tokio::time::timeout(Duration::from_secs(4), work)
        .await
        .unwrap();
    assert_eq!(shown, (1, 1));
    admin.batch_execute("rollback").await.unwrap();
}
