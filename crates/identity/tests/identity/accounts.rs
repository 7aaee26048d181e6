use stoa_core::{Failure as _, Kind, PageLimit, UserId};
use stoa_domain::{Email, PersonName, Phone, Role, RoleSet};
use stoa_identity::{CreateUserError, NewUser, Origin, RoleError, UserFilter};

use crate::world::{EMAIL, World, client};

fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

#[tokio::test]
async fn an_address_has_one_living_user() {
    let world = World::new().await;
    let user = world.user().await;
    let error = world
        .identity
        .create_user(NewUser::new(email("Anna@MAIL.ru")), &Origin::system())
        .await
        .unwrap_err();
    assert!(matches!(error, CreateUserError::EmailTaken));
    assert_eq!(
        (error.kind(), error.code()),
        (Kind::Conflict, "auth.email_taken")
    );
    assert_eq!(
        world
            .identity
            .find_by_email(&email(EMAIL))
            .await
            .unwrap()
            .unwrap()
            .id,
        user.id
    );
    world
        .arrange("update auth.users set deleted_at = now()", &[])
        .await;
    assert!(
        world
            .identity
            .find_by_email(&email(EMAIL))
            .await
            .unwrap()
            .is_none()
    );
    assert!(world.identity.find_user(user.id).await.unwrap().is_none());
    let next = world
        .identity
        .create_user(NewUser::new(email(EMAIL)), &Origin::system())
        .await
        .unwrap();
    assert_ne!(next.id, user.id);
}

#[tokio::test]
async fn roles_are_given_taken_and_set() {
    let world = World::new().await;
    let (user, admin) = (
        world.user().await,
        world.user_with("admin@mail.ru", [Role::Admin].into()).await,
    );
    let roles = async || {
        world
            .identity
            .find_user(user.id)
            .await
            .unwrap()
            .unwrap()
            .roles
    };
    assert!(
        world
            .identity
            .grant_role(user.id, Role::Author, &Origin::user(admin.id, &client()))
            .await
            .unwrap()
    );
    assert!(
        !world
            .identity
            .grant_role(user.id, Role::Author, &Origin::user(admin.id, &client()))
            .await
            .unwrap()
    );
    assert_eq!(roles().await, RoleSet::from([Role::Student, Role::Author]));
    assert!(
        !world
            .identity
            .revoke_role(user.id, Role::Admin, &Origin::system())
            .await
            .unwrap()
    );
    let wanted = RoleSet::from([Role::Author, Role::Reviewer]);
    assert!(
        world
            .identity
            .set_roles(user.id, wanted, &Origin::system())
            .await
            .unwrap()
    );
    assert!(
        !world
            .identity
            .set_roles(user.id, wanted, &Origin::system())
            .await
            .unwrap()
    );
    assert_eq!(roles().await, wanted);
}

#[tokio::test]
async fn roles_of_nobody_cannot_be_changed() {
    let world = World::new().await;
    let nobody = UserId::new(&world.ambient);
    assert!(matches!(
        world
            .identity
            .grant_role(nobody, Role::Admin, &Origin::system())
            .await,
        Err(RoleError::UserNotFound)
    ));
    assert!(matches!(
        world
            .identity
            .set_roles(nobody, RoleSet::EMPTY, &Origin::system())
            .await,
        Err(RoleError::UserNotFound)
    ));
}

#[tokio::test]
async fn users_are_listed_in_pages_and_found_by_role_and_by_part_of_the_address() {
    let world = World::new().await;
    let mut made = Vec::new();
    for number in 0..5 {
        let role = if number % 2 == 0 {
            Role::Student
        } else {
            Role::SalesManager
        };
        made.push(
            world
                .user_with(&format!("p{number}@mail.ru"), [role].into())
                .await
                .id,
        );
        world.pass(chrono::TimeDelta::seconds(1));
    }
    let list = async |filter: UserFilter| {
        let users = world
            .identity
            .list_users(&filter, PageLimit::new(2).unwrap())
            .await
            .unwrap();
        users.iter().map(|user| user.id).collect::<Vec<_>>()
    };
    assert_eq!(list(UserFilter::default()).await, made[..3]);
    assert_eq!(
        list(UserFilter {
            after: Some(made[3]),
            ..UserFilter::default()
        })
        .await,
        made[4..]
    );
    let sales = UserFilter {
        role: Some(Role::SalesManager),
        ..UserFilter::default()
    };
    assert_eq!(list(sales).await, [made[1], made[3]]);
    let search = |text: &str| UserFilter {
        search: Some(text.to_owned()),
        ..UserFilter::default()
    };
    assert_eq!(list(search("P4@MAIL")).await, made[4..]);
    assert_eq!(list(search("%")).await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_buyer_is_made_once_and_found_afterwards() {
    let world = World::new().await;
    let (address, name) = (
        email("buyer@mail.ru"),
        PersonName::parse("Айгерим").unwrap(),
    );
    let phone = Phone::parse("+77001234567").unwrap();
    let by = Origin::system();
    let create = || {
        world
            .identity
            .find_or_create_buyer(&address, &name, Some(&phone), &by)
    };
    let answers = futures::join!(create(), create(), create(), create());
    let answers = [
        answers.0.unwrap(),
        answers.1.unwrap(),
        answers.2.unwrap(),
        answers.3.unwrap(),
    ];
    assert!(answers.iter().all(|(id, _)| *id == answers[0].0));
    assert!(answers.iter().all(|(_, is_somebodys)| !is_somebodys));
    assert_eq!(world.count("select count(*) from auth.users").await, 1);
    let user = world
        .identity
        .find_user(answers[0].0)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(user.roles, [Role::Student].into());
    assert_eq!(
        (user.display_name.as_deref(), user.phone.as_deref()),
        (Some("Айгерим"), Some("+77001234567"))
    );
    assert!(user.email_proof.is_waiting());
}

#[tokio::test]
async fn an_existing_user_who_buys_keeps_everything_and_becomes_a_student() {
    let world = World::new().await;
    let before = world.user_with(EMAIL, [Role::SalesManager].into()).await;
    let name = PersonName::parse("Somebody else").unwrap();
    let answer = world
        .identity
        .find_or_create_buyer(&email(EMAIL), &name, None, &Origin::system())
        .await
        .unwrap();
    assert_eq!(answer, (before.id, true));
    let after = world.identity.find_user(before.id).await.unwrap().unwrap();
    assert_eq!(after.roles, [Role::SalesManager, Role::Student].into());
    assert_eq!(
        stoa_identity::User {
            roles: before.roles,
            ..after
        },
        before
    );
    world.sign_in().await;
}
