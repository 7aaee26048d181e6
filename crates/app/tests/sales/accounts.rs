use chrono::TimeDelta;
use futures::future::join_all;
use stoa_app::{
    demo::EXPRESS_COURSE,
    learning::Learning,
    sales::{BuyersQuery, COURSE_SLUG, CreateBuyerError, Sales},
};
use stoa_core::{BuyerId, Failure as _, Kind, PageLimit, SecretString};
use stoa_domain::{Email, ProvisioningState, Role, RoleSet};
use stoa_identity::{Identity, IdentityOptions, MasterKey};
use stoa_pg::{Db, PoolOptions};

use crate::desk::{Desk, buyer, client, named};

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

#[tokio::test]
async fn a_sale_becomes_a_student_with_the_course_and_a_way_in() {
    let desk = Desk::open().await;
    assert_eq!(COURSE_SLUG, EXPRESS_COURSE);
    let manager = desk.manager();
    let created = desk.sales.create_buyer(&manager, &buyer("a@b.kz"), None).await.unwrap();
    assert_eq!((created.state, created.account_existed, created.replayed), (ProvisioningState::Invited, Some(false), false));
    let shown = desk.sales.buyer(&manager, created.id).await.unwrap();
    assert_eq!((shown.price_minor, shown.currency.as_str()), (500_000, "KZT"));
    assert_eq!((shown.phone.as_deref(), shown.manager_id), (Some("+77001234567"), manager.user_id));
    assert_eq!((shown.state, shown.invited_at.is_some()), (ProvisioningState::Invited, true));
    let user = desk.identity.find_user(shown.user_id.unwrap()).await.unwrap().unwrap();
    assert_eq!(user.roles, RoleSet::from([Role::Student]));
    assert_eq!(user.display_name.as_deref(), Some("Айгерим Бекова"));
    let token = created.invite.as_ref().unwrap().path().strip_prefix("/invite/").unwrap().to_owned();
    let password = SecretString::from("a quite long phrase");
    let session = desk.identity.accept_invite(&token, &password, &client()).await.unwrap();
    assert_eq!(session.user.id, user.id);
    let learning = Learning::new(desk.main.db.clone(), desk.ambient.clone());
    let lessons = learning.list_lessons(&desk.student(user.id), PageLimit::default(), None).await.unwrap();
    assert_eq!(lessons.total, 3);
    let again = desk.sales.new_invite(&manager, created.id).await.unwrap_err();
    assert_eq!((again.kind(), again.code()), (Kind::Conflict, "buyer.already_active"));
}

#[tokio::test]
async fn of_fifty_parallel_sales_to_one_address_one_is_made() {
    let desk = Desk::open().await;
    let (one, other) = (desk.manager(), desk.manager());
    let forms = ["Anna@Mail.kz", " anna@mail.kz", "ANNA@MAIL.KZ\u{200b}", "ａnna@mail.kz", "anna@mail.kz"];
    let buyers: Vec<_> = forms.iter().map(|form| buyer(form)).collect();
    let sales = (0..50).map(|n| {
        let actor = if n % 2 == 0 { &one } else { &other };
        desk.sales.create_buyer(actor, &buyers[n % forms.len()], None)
    });
    let answers = join_all(sales).await;
    let made: Vec<_> = answers.iter().filter_map(|answer| answer.as_ref().ok()).collect();
    assert_eq!(made.len(), 1);
    let refused: Vec<_> = answers.iter().filter_map(|answer| answer.as_ref().err()).collect();
    let told = |id: Option<BuyerId>| refused.iter().filter(|e| matches!(e, CreateBuyerError::Duplicate { id: i } if *i == id)).count();
    assert_eq!((told(Some(made[0].id)), told(None)), (24, 25), "the own one is named, another's is not");
    assert_eq!(desk.in_tripwire("select from tripwire_users").await, 1);
    assert_eq!(desk.in_tripwire("select from ops.job").await, 1);
    assert_eq!(desk.in_main("select from auth.users").await, 1);
}

#[tokio::test]
async fn a_repeat_with_the_same_key_is_the_same_sale() {
    let desk = Desk::open().await;
    let (manager, other) = (desk.manager(), desk.manager());
    let new = buyer("a@b.kz");
    let answers = join_all((0..20).map(|_| desk.sales.create_buyer(&manager, &new, Some("\"key-1\"")))).await;
    let answers: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
    assert!(answers.iter().all(|answer| answer.id == answers[0].id));
    assert_eq!(answers.iter().filter(|answer| !answer.replayed).count(), 1);
    let later = desk.sales.create_buyer(&manager, &new, Some("key-1")).await.unwrap();
    assert!(later.replayed && later.invite.is_some(), "a lost answer's link comes again");
    let differs = desk.sales.create_buyer(&manager, &named("a@b.kz", "Другая"), Some("key-1")).await.unwrap_err();
    assert_eq!((differs.kind(), differs.code()), (Kind::Invalid, "idempotency.body_differs"));
    let unkeyed = desk.sales.create_buyer(&manager, &new, Some("key-2")).await.unwrap_err();
    assert_eq!(unkeyed.code(), "buyer.duplicate");
    let unreadable = desk.sales.create_buyer(&manager, &new, Some("ключ")).await.unwrap_err();
    assert_eq!((unreadable.kind(), unreadable.code()), (Kind::Malformed, "idempotency.key_invalid"));
    let own = desk.sales.create_buyer(&other, &buyer("c@b.kz"), Some("key-1")).await.unwrap();
    assert!(!own.replayed, "keys of two managers are two keys");
    assert_eq!(desk.in_tripwire("select from tripwire_users").await, 2);
}

#[tokio::test]
async fn a_person_who_was_known_is_enrolled_and_not_changed_and_not_invited() {
    let desk = Desk::open().await;
    let author = desk.person("known@b.kz", RoleSet::from([Role::Author])).await;
    desk.pass(TimeDelta::days(1));
    let manager = desk.manager();
    let created = desk.sales.create_buyer(&manager, &buyer("Known@b.kz"), None).await.unwrap();
    assert_eq!((created.state, created.account_existed), (ProvisioningState::Enrolled, Some(true)));
    assert!(created.invite.is_none(), "a seller must not get into somebody's account");
    let refused = desk.sales.new_invite(&manager, created.id).await.unwrap_err();
    assert_eq!((refused.kind(), refused.code()), (Kind::Conflict, "buyer.account_existed"));
    let after = desk.identity.find_user(author.id).await.unwrap().unwrap();
    assert_eq!((after.display_name, after.phone, after.email), (author.display_name, author.phone, author.email));
    assert_eq!(after.roles, RoleSet::from([Role::Student, Role::Author]));
    assert_eq!(desk.in_main("select from auth.users").await, 1);
    assert_eq!(desk.in_main("select from enrolments where source = 'tripwire'").await, 1);
    assert_eq!(desk.in_main("select from auth.one_time_tokens").await, 0);
}

#[tokio::test]
async fn a_sold_account_that_became_more_than_a_students_is_not_handed_out() {
    let desk = Desk::open().await;
    let manager = desk.manager();
    let created = desk.sales.create_buyer(&manager, &buyer("a@b.kz"), None).await.unwrap();
    let user = desk.sales.buyer(&manager, created.id).await.unwrap().user_id.unwrap();
    desk.identity.grant_role(user, Role::Admin, None).await.unwrap();
    let refused = desk.sales.new_invite(&manager, created.id).await.unwrap_err();
    assert_eq!(refused.code(), "buyer.account_existed");
}

#[tokio::test]
async fn work_that_was_cut_off_at_any_step_ends_in_the_same_one_account() {
    for (database, right, reached) in [
        (Database::Main, "insert on auth.users", ProvisioningState::Requested),
        (Database::Tripwire, "update on tripwire_users", ProvisioningState::Requested),
        (Database::Main, "insert on memberships", ProvisioningState::UserReady),
        (Database::Main, "insert on enrolments", ProvisioningState::UserReady),
    ] {
        let desk = Desk::open().await;
        let manager = desk.manager();
        without_right(&desk, database, right).await;
        let created = desk.sales.create_buyer(&manager, &buyer("a@b.kz"), None).await.unwrap();
        assert_eq!((created.state, created.invite.is_none()), (reached, true), "{right}");
        assert_eq!(desk.sales.new_invite(&manager, created.id).await.unwrap_err().code(), "buyer.not_ready");
        with_right(&desk, database, right).await;
        desk.pass(TimeDelta::hours(1));
        let state = desk.sales.retry_provisioning(&manager, created.id).await.unwrap();
        assert_eq!(state, ProvisioningState::Enrolled, "{right}");
        let shown = desk.sales.buyer(&manager, created.id).await.unwrap();
        assert_eq!(shown.account_existed, Some(false), "{right}: what we made ourselves had not existed");
        assert_eq!(desk.in_main("select from auth.users").await, 1, "{right}");
        assert_eq!(desk.in_main("select from enrolments").await, 1, "{right}");
        assert!(desk.sales.new_invite(&manager, created.id).await.is_ok(), "{right}");
        assert_eq!(desk.sales.retry_provisioning(&manager, created.id).await.unwrap(), ProvisioningState::Invited);
    }
}

#[tokio::test]
async fn what_fails_three_times_is_shown_as_failed_and_can_be_begun_again() {
    let desk = Desk::open().await;
    let manager = desk.manager();
    without_right(&desk, Database::Main, "insert on enrolments").await;
    let created = desk.sales.create_buyer(&manager, &buyer("a@b.kz"), None).await.unwrap();
    for want in [ProvisioningState::UserReady, ProvisioningState::Failed] {
        desk.pass(TimeDelta::hours(1));
        assert_eq!(desk.sales.retry_provisioning(&manager, created.id).await.unwrap(), want);
    }
    let shown = desk.sales.buyer(&manager, created.id).await.unwrap();
    assert_eq!(shown.state_reason.as_deref(), Some("buyer.provisioning_exhausted"));
    with_right(&desk, Database::Main, "insert on enrolments").await;
    assert_eq!(desk.sales.retry_provisioning(&manager, created.id).await.unwrap(), ProvisioningState::Enrolled);
    let shown = desk.sales.buyer(&manager, created.id).await.unwrap();
    assert_eq!((shown.state_reason, shown.account_existed), (None, Some(false)));
}

#[tokio::test]
async fn what_no_repeat_can_mend_fails_at_once_and_says_why() {
    let desk = Desk::open().await;
    let manager = desk.manager();
    desk.in_main("update courses set slug = 'elsewhere' where slug = 'expresscourse'").await;
    let courseless = desk.sales.create_buyer(&manager, &buyer("a@b.kz"), None).await.unwrap();
    let shown = desk.sales.buyer(&manager, courseless.id).await.unwrap();
    assert_eq!((shown.state, shown.state_reason.as_deref()), (ProvisioningState::Failed, Some("course.not_found")));
    desk.in_main("update courses set slug = 'expresscourse' where slug = 'elsewhere'").await;
    // The person's address changes, and somebody sells to the new one.
    desk.in_main("update auth.users set email = 'new@b.kz'").await;
    let second = desk.sales.create_buyer(&manager, &buyer("new@b.kz"), None).await.unwrap();
    let shown = desk.sales.buyer(&manager, second.id).await.unwrap();
    assert_eq!((shown.state, shown.state_reason.as_deref()), (ProvisioningState::Failed, Some("buyer.person_taken")));
}

#[tokio::test]
async fn a_sale_is_taken_while_main_is_away_and_costs_no_attempt() {
    let desk = Desk::open().await;
    let manager = desk.manager();
    let main = Db::open(desk.main.config(), PoolOptions::default()).unwrap();
    let master = MasterKey::from_base64(&MasterKey::generate(&desk.ambient)).unwrap();
    desk.in_main("truncate auth.signing_keys, auth.api_keys").await;
    let options = IdentityOptions::new("https://stoa.test/auth/v1");
    let identity = Identity::open(main.clone(), desk.ambient.clone(), master, options).await.unwrap();
    let cut_off = Sales::new(main.clone(), desk.tripwire.db.clone(), identity, desk.ambient.clone());
    main.close();
    let created = cut_off.create_buyer(&manager, &buyer("a@b.kz"), None).await.unwrap();
    assert_eq!((created.state, created.account_existed), (ProvisioningState::Requested, None));
    assert_eq!(desk.in_tripwire("select from ops.job where state = 'ready' and attempt = 0").await, 1);
    assert_eq!(cut_off.list_buyers(&manager, &BuyersQuery::default()).await.unwrap().total, 1, "the desk still works");
    assert_eq!(desk.sales.retry_provisioning(&manager, created.id).await.unwrap(), ProvisioningState::Enrolled);
}

#[tokio::test]
async fn a_worker_finishes_what_the_request_did_not() {
    let desk = Desk::open().await;
    let manager = desk.manager();
    without_right(&desk, Database::Main, "insert on auth.users").await;
    let created = desk.sales.create_buyer(&manager, &buyer("a@b.kz"), None).await.unwrap();
    with_right(&desk, Database::Main, "insert on auth.users").await;
    desk.pass(TimeDelta::hours(1));
    let handlers: Vec<std::sync::Arc<dyn stoa_jobs::Handler>> = vec![std::sync::Arc::new(desk.sales.handler())];
    let options = stoa_jobs::WorkerOptions::default();
    let worker = stoa_jobs::Worker::new(desk.tripwire.db.clone(), desk.ambient.clone(), options, handlers);
    let stop = tokio_util::sync::CancellationToken::new();
    let working = tokio::spawn(worker.run(stop.clone()));
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while desk.sales.buyer(&manager, created.id).await.unwrap().state != ProvisioningState::Enrolled {
        assert!(std::time::Instant::now() < deadline, "the worker has not made the account");
        tokio::task::yield_now().await;
    }
    stop.cancel();
    working.await.unwrap();
    assert!(desk.identity.find_by_email(&Email::parse("a@b.kz").unwrap()).await.unwrap().is_some());
}
