use chrono::TimeDelta;
use futures::future::join_all;
use stoa_app::{
    demo::EXPRESS_COURSE,
    learning::Learning,
    sales::{COURSE_SLUG, CreateBuyerError},
};
use stoa_core::{BuyerId, Failure as _, Kind, PageLimit, SecretString, UserId};
use stoa_domain::{ProvisioningState, Role, RoleSet};
use stoa_identity::Origin;

use crate::desk::{Desk, buyer, client, named};

#[tokio::test]
async fn a_sale_becomes_a_student_with_the_course_and_a_way_in() {
    let desk = Desk::open().await;
    assert_eq!(COURSE_SLUG, EXPRESS_COURSE);
    let manager = desk.manager();
    let created = desk.sell(&manager, &buyer("a@b.kz")).await;
    assert_eq!(
        (created.state, created.account_existed, created.replayed),
        (ProvisioningState::Invited, Some(false), false)
    );
    let shown = desk.shown(&manager, created.id).await;
    assert_eq!(
        (shown.price_minor, shown.currency.as_str()),
        (500_000, "KZT")
    );
    assert_eq!(
        (shown.phone.as_deref(), shown.manager_id),
        (Some("+77001234567"), manager.user_id)
    );
    assert_eq!(
        (shown.state, shown.invited_at.is_some()),
        (ProvisioningState::Invited, true)
    );
    let user = desk
        .identity
        .find_user(shown.user_id.unwrap())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(user.roles, RoleSet::from([Role::Student]));
    assert_eq!(user.display_name.as_deref(), Some("Айгерим Бекова"));
    let token = created
        .invite
        .as_ref()
        .unwrap()
        .path()
        .strip_prefix("/invite/")
        .unwrap()
        .to_owned();
    let password = SecretString::from("a quite long phrase");
    let session = desk
        .identity
        .accept_invite(&token, &password, None, &client())
        .await
        .unwrap();
    assert_eq!(session.user.id, user.id);
    let learning = Learning::new(desk.main.db.clone(), desk.ambient.clone());
    let lessons = learning
        .list_lessons(&desk.student(user.id), PageLimit::default(), None)
        .await
        .unwrap();
    assert_eq!(lessons.total, 3);
    let again = desk
        .sales
        .new_invite(&manager, &client(), created.id)
        .await
        .unwrap_err();
    assert_eq!(
        (again.kind(), again.code()),
        (Kind::Conflict, "buyer.already_active")
    );
}

#[tokio::test]
async fn of_fifty_parallel_sales_to_one_address_one_is_made() {
    let desk = Desk::open().await;
    let (one, other) = (desk.manager(), desk.manager());
    let forms = [
        "Anna@Mail.kz",
        " anna@mail.kz",
        "ANNA@MAIL.KZ\u{200b}",
        "ａnna@mail.kz",
        "anna@mail.kz",
    ];
    let buyers: Vec<_> = forms.iter().map(|form| buyer(form)).collect();
    let from = client();
    let sales = (0..50).map(|n| {
        let actor = if n % 2 == 0 { &one } else { &other };
        desk.sales
            .create_buyer(actor, &from, &buyers[n % forms.len()], None)
    });
    let answers = join_all(sales).await;
    let made: Vec<_> = answers
        .iter()
        .filter_map(|answer| answer.as_ref().ok())
        .collect();
    assert_eq!(made.len(), 1);
    let refused: Vec<_> = answers
        .iter()
        .filter_map(|answer| answer.as_ref().err())
        .collect();
    let told = |id: Option<BuyerId>| {
        refused
            .iter()
            .filter(|e| matches!(e, CreateBuyerError::Duplicate { id: i } if *i == id))
            .count()
    };
    assert_eq!(
        (told(Some(made[0].id)), told(None)),
        (24, 25),
        "the own one is named, another's is not"
    );
    assert_eq!(desk.in_tripwire("select from tripwire_users").await, 1);
    assert_eq!(desk.in_tripwire("select from ops.job").await, 1);
    assert_eq!(desk.in_main("select from auth.users").await, 1);
}

#[tokio::test]
async fn a_repeat_with_the_same_key_is_the_same_sale() {
    let desk = Desk::open().await;
    let (manager, other) = (desk.manager(), desk.manager());
    let new = buyer("a@b.kz");
    let from = client();
    let answers = join_all((0..20).map(|_| {
        desk.sales
            .create_buyer(&manager, &from, &new, Some("\"key-1\""))
    }))
    .await;
    let answers: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
    assert!(answers.iter().all(|answer| answer.id == answers[0].id));
    assert_eq!(answers.iter().filter(|answer| !answer.replayed).count(), 1);
    let later = desk
        .sales
        .create_buyer(&manager, &client(), &new, Some("key-1"))
        .await
        .unwrap();
    assert!(
        later.replayed && later.invite.is_some(),
        "a lost answer's link comes again"
    );
    let differs = desk
        .sales
        .create_buyer(
            &manager,
            &client(),
            &named("a@b.kz", "Другая"),
            Some("key-1"),
        )
        .await
        .unwrap_err();
    assert_eq!(
        (differs.kind(), differs.code()),
        (Kind::Invalid, "idempotency.body_differs")
    );
    let unkeyed = desk
        .sales
        .create_buyer(&manager, &client(), &new, Some("key-2"))
        .await
        .unwrap_err();
    assert_eq!(unkeyed.code(), "buyer.duplicate");
    let unreadable = desk
        .sales
        .create_buyer(&manager, &client(), &new, Some("ключ"))
        .await
        .unwrap_err();
    assert_eq!(
        (unreadable.kind(), unreadable.code()),
        (Kind::Malformed, "idempotency.key_invalid")
    );
    let own = desk
        .sales
        .create_buyer(&other, &client(), &buyer("c@b.kz"), Some("key-1"))
        .await
        .unwrap();
    assert!(!own.replayed, "keys of two managers are two keys");
    assert_eq!(desk.in_tripwire("select from tripwire_users").await, 2);
}

#[tokio::test]
async fn a_person_who_was_known_is_enrolled_and_not_changed_and_not_invited() {
    let desk = Desk::open().await;
    let author = desk
        .person("known@b.kz", RoleSet::from([Role::Author]))
        .await;
    desk.pass(TimeDelta::days(1));
    let manager = desk.manager();
    let created = desk.sell(&manager, &buyer("Known@b.kz")).await;
    assert_eq!(
        (created.state, created.account_existed),
        (ProvisioningState::Enrolled, Some(true))
    );
    assert!(
        created.invite.is_none(),
        "a seller must not get into somebody's account"
    );
    let refused = desk
        .sales
        .new_invite(&manager, &client(), created.id)
        .await
        .unwrap_err();
    assert_eq!(
        (refused.kind(), refused.code()),
        (Kind::Conflict, "buyer.account_existed")
    );
    let after = desk.identity.find_user(author.id).await.unwrap().unwrap();
    assert_eq!(
        (after.display_name, after.phone, after.email),
        (author.display_name, author.phone, author.email)
    );
    assert_eq!(after.roles, RoleSet::from([Role::Student, Role::Author]));
    assert_eq!(desk.in_main("select from auth.users").await, 1);
    assert_eq!(
        desk.in_main("select from enrolments where source = 'tripwire'")
            .await,
        1
    );
    assert_eq!(desk.in_main("select from auth.one_time_tokens").await, 0);
}

/// Somebody who typed the address of a buyer when signing up, where no letter is asked for; they are in.
async fn squatter(desk: &Desk, email: &str) -> UserId {
    let user = desk.person(email, RoleSet::from([Role::Student])).await;
    let unproved = "update auth.users set email_unproved = true, last_sign_in_at = created_at";
    assert_eq!(desk.in_main(unproved).await, 1);
    user.id
}

#[tokio::test]
async fn a_course_waits_for_the_proof_of_the_address_and_comes_by_itself() {
    let desk = Desk::open().await;
    let squatter = squatter(&desk, "a@b.kz").await;
    let manager = desk.manager();
    desk.pass(TimeDelta::days(1));
    let created = desk.sell(&manager, &buyer("a@b.kz")).await;
    assert_eq!(
        (created.state, created.invite.is_none()),
        (ProvisioningState::Failed, true)
    );
    let shown = desk.shown(&manager, created.id).await;
    assert_eq!(
        shown.state_reason.as_deref(),
        Some("buyer.address_unproved")
    );
    assert_eq!(shown.user_id, None, "the account is not called the buyer's");
    assert_eq!(desk.in_main("select from enrolments").await, 0);
    let again = desk
        .sales
        .retry_provisioning(&manager, &client(), created.id)
        .await;
    assert_eq!(again.unwrap().state, ProvisioningState::Failed);
    assert_eq!(desk.in_main("select from enrolments").await, 0);

    // The owner has answered a letter; nobody presses anything at the desk.
    desk.in_main("update auth.users set email_unproved = false")
        .await;
    let waits = "select from ops.job where state = 'ready' and attempt = 0";
    assert_eq!(desk.in_tripwire(waits).await, 1);
    desk.pass(TimeDelta::minutes(5));
    desk.work_until(created.id, ProvisioningState::Enrolled)
        .await;
    let shown = desk.shown(&manager, created.id).await;
    assert_eq!(
        (shown.user_id, shown.account_existed, shown.state_reason),
        (Some(squatter), Some(true), None)
    );
    assert_eq!(desk.in_main("select from enrolments").await, 1);
}

#[tokio::test]
async fn an_account_that_nobody_was_ever_in_becomes_the_sales() {
    let desk = Desk::open().await;
    let made = desk.person("a@b.kz", RoleSet::from([Role::Student])).await;
    desk.in_main("update auth.users set email_confirmed_at = null")
        .await;
    desk.in_main(
        "insert into auth.credentials (user_id, phc, changed_at) select id, '$a$strangers$', created_at from auth.users",
    )
    .await;
    let manager = desk.manager();
    desk.pass(TimeDelta::days(1));
    let created = desk.sell(&manager, &buyer("a@b.kz")).await;
    assert_eq!(
        (created.state, created.account_existed),
        (ProvisioningState::Invited, Some(false))
    );
    assert_eq!(desk.in_main("select from auth.credentials").await, 0);
    let path = created.invite.unwrap().path().to_owned();
    let token = path.strip_prefix("/invite/").unwrap();
    let password = SecretString::from("a quite long phrase");
    let accepted = desk
        .identity
        .accept_invite(token, &password, None, &client())
        .await;
    assert_eq!(accepted.unwrap().user.id, made.id);
}

#[tokio::test]
async fn a_sold_account_that_became_more_than_a_students_is_not_handed_out() {
    let desk = Desk::open().await;
    let manager = desk.manager();
    let created = desk.sell(&manager, &buyer("a@b.kz")).await;
    let user = desk.shown(&manager, created.id).await.user_id.unwrap();
    desk.identity
        .grant_role(user, Role::Admin, &Origin::system())
        .await
        .unwrap();
    let refused = desk
        .sales
        .new_invite(&manager, &client(), created.id)
        .await
        .unwrap_err();
    assert_eq!(refused.code(), "buyer.account_existed");
}

#[tokio::test]
async fn who_has_come_in_without_a_password_is_not_invited_again() {
    let desk = Desk::open().await;
    let manager = desk.manager();
    let created = desk.sell(&manager, &buyer("a@b.kz")).await;
    desk.in_main("update auth.users set last_sign_in_at = now()")
        .await;
    let refused = desk
        .sales
        .new_invite(&manager, &client(), created.id)
        .await
        .unwrap_err();
    assert_eq!(refused.code(), "buyer.already_active");
}
