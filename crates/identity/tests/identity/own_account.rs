//! What the pages of the own account and of people ask of identity.

use chrono::TimeDelta;
use stoa_core::{ExposeSecret as _, FactorId, Failure as _, PageLimit, SecretString, UserId};
use stoa_domain::{Phone, Role, RoleSet};
use stoa_identity::{DeleteOwnError, EventSearch, Origin, PeopleSearch, UserForm};

use crate::factors::{actor, answer, enroll, now, scan};
use crate::world::{EMAIL, PASSWORD, World, bearer, client};

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

#[tokio::test]
async fn people_are_found_newest_first_and_page_by_page() {
    let world = World::new().await;
    let mut made = Vec::new();
    for number in 0..5 {
        let role = [Role::Student, Role::SalesManager][number % 2];
        let email = format!("p{number}@mail.ru");
        made.push(world.user_with(&email, [role].into()).await.id);
        world.pass(TimeDelta::seconds(1));
    }
    let found = async |search: PeopleSearch| {
        let limit = PageLimit::new(2).unwrap();
        let found = world.identity.search_people(&search, limit).await.unwrap();
        let ids: Vec<UserId> = found.users.iter().map(|user| user.id).collect();
        (ids, found.has_more, found.total)
    };
    let after = |before| PeopleSearch {
        before,
        ..PeopleSearch::default()
    };
    assert_eq!(found(after(None)).await, (vec![made[4], made[3]], true, 5));
    let second = found(after(Some(made[3]))).await;
    assert_eq!(second, (vec![made[2], made[1]], true, 5));
    let last = found(after(Some(made[1]))).await;
    assert_eq!(last, (vec![made[0]], false, 5));
    let sales = PeopleSearch {
        role: Some(Role::SalesManager),
        ..PeopleSearch::default()
    };
    assert_eq!(found(sales).await, (vec![made[3], made[1]], false, 2));
    let phone = UserForm {
        phone: Some(Phone::parse("+77001234567").unwrap()),
        ..UserForm::default()
    };
    let by = Origin::system();
    let changed = world.identity.admin_update_user(made[2], &phone, &by).await;
    changed.unwrap();
    for text in ["P2@MAIL", "7001234", &made[2].to_string().to_uppercase()] {
        let search = PeopleSearch {
            text: Some(text.to_owned()),
            ..PeopleSearch::default()
        };
        assert_eq!(found(search).await, (vec![made[2]], false, 1), "{text}");
    }
    let wildcard = PeopleSearch {
        text: Some("%".to_owned()),
        ..PeopleSearch::default()
    };
    assert_eq!(found(wildcard).await, (vec![], false, 0));
}

#[tokio::test]
async fn a_deletion_by_oneself_needs_the_password_and_spares_the_last_administrator() {
    let world = World::new().await;
    let identity = &world.identity;
    let admin = world.user_with(EMAIL, [Role::Admin].into()).await;
    let session = world.sign_in().await;
    let me = actor(&world, &session).await;
    let delete = async |password| identity.delete_own(&me, password, &client()).await;
    for blank in [None, Some(secret(""))] {
        let refused = delete(blank).await;
        assert!(matches!(refused, Err(DeleteOwnError::PasswordMissing)));
    }
    let refused = delete(Some(secret("wrong horse"))).await;
    assert!(matches!(refused, Err(DeleteOwnError::PasswordWrong)));
    let refused = delete(Some(secret(PASSWORD))).await.unwrap_err();
    assert_eq!(refused.code(), "account.last_admin");
    identity.authenticate(bearer(&session)).await.unwrap();

    world
        .user_with("second@mail.ru", [Role::Admin].into())
        .await;
    delete(Some(secret(PASSWORD))).await.unwrap();
    identity.authenticate(bearer(&session)).await.unwrap_err();
    let (password, here) = (SecretString::from(PASSWORD), client());
    let again = identity.sign_in(EMAIL, &password, &here).await;
    again.unwrap_err();
    let twice = delete(None).await.unwrap_err();
    assert_eq!(twice.code(), "auth.session_gone");
    let left = identity.admin_find_user(admin.id).await.unwrap();
    assert!(left.deleted_at.is_some() && left.display_name.is_none());
    assert_eq!(left.roles, RoleSet::EMPTY);
    let events = EventSearch {
        action: Some("user.deleted".to_owned()),
        ..EventSearch::default()
    };
    let noted = identity.search_audit(events, PageLimit::default()).await;
    let noted = noted.unwrap().events;
    assert_eq!((noted.len(), noted[0].actor_id), (1, Some(admin.id)));
    // The address is free.
    world.user_with(EMAIL, [Role::Student].into()).await;
}

#[tokio::test]
async fn who_owes_the_second_proof_deletes_nothing() {
    let world = World::new().await;
    let session = world.session().await;
    let enrolled = enroll(&world, &session).await;
    let code = scan(&enrolled).code_at(now(&world));
    answer(&world, &session, enrolled.id, &code).await.unwrap();
    let weak = actor(&world, &world.sign_in().await).await;
    let (identity, here) = (&world.identity, client());
    let refused = identity
        .delete_own(&weak, Some(secret(PASSWORD)), &here)
        .await;
    assert!(matches!(refused, Err(DeleteOwnError::InsufficientAal)));
}

#[tokio::test]
async fn a_half_finished_enrolment_is_shown_once_more_to_its_person_only() {
    let world = World::new().await;
    let session = world.session().await;
    let me = actor(&world, &session).await;
    let enrolled = enroll(&world, &session).await;
    let resume = async |id| world.identity.resume_enrolment(&me, id).await.unwrap();
    let again = resume(enrolled.id).await.unwrap();
    assert_eq!(
        again.secret.expose_secret(),
        enrolled.secret.expose_secret()
    );
    assert_eq!(again.uri.expose_secret(), enrolled.uri.expose_secret());
    assert!(resume(FactorId::new(&world.ambient)).await.is_none());
    world
        .user_with("other@mail.ru", [Role::Student].into())
        .await;
    let (identity, password, here) = (&world.identity, SecretString::from(PASSWORD), client());
    let other = identity.sign_in("other@mail.ru", &password, &here).await;
    let other = actor(&world, &other.unwrap()).await;
    let theirs = world.identity.resume_enrolment(&other, enrolled.id).await;
    assert!(theirs.unwrap().is_none(), "somebody else's");
    let code = scan(&enrolled).code_at(now(&world));
    answer(&world, &session, enrolled.id, &code).await.unwrap();
    assert!(resume(enrolled.id).await.is_none(), "in use: never again");
}

#[tokio::test]
async fn all_sessions_of_somebody_end_at_once_but_the_one_that_is_kept() {
    let world = World::new().await;
    let identity = &world.identity;
    let kept = world.session().await;
    let others = [world.sign_in().await, world.sign_in().await];
    let by = Origin::system();
    let (user, keep) = (kept.user.id, Some(kept.id));
    assert_eq!(identity.revoke_sessions(user, keep, &by).await.unwrap(), 2);
    identity.authenticate(bearer(&kept)).await.unwrap();
    for other in &others {
        identity.authenticate(bearer(other)).await.unwrap_err();
    }
    let me = actor(&world, &kept).await;
    assert_eq!(identity.own_sessions(&me).await.unwrap().len(), 1);
    assert_eq!(identity.revoke_sessions(user, None, &by).await.unwrap(), 1);
    assert_eq!(identity.revoke_sessions(user, None, &by).await.unwrap(), 0);
    let noted = "select count(*) from auth.audit_events where action = 'session.revoked'";
    assert_eq!(
        world.count(noted).await,
        2,
        "what ended nothing is not noted"
    );
}
