//! People of another platform: all of a file or nobody, and a second run does nothing.

use chrono::DateTime;
use serde_json::json;
use stoa_core::{SecretString, UserId};
use stoa_domain::Role;
use stoa_identity::{
    ImportError, ImportRun, Imported, ImportedIdentity, ImportedUser, Origin, PasswordHash, Place,
};
use uuid::Uuid;

use crate::mailbox::me;
use crate::sign_up::map;
use crate::world::{EMAIL, PASSWORD, World};

const NEW: &str = "former@mail.ru";

fn line(number: u64) -> Place {
    Place {
        unit: "line",
        number,
    }
}

fn person(number: u64, email: &str) -> ImportedUser {
    let hash = bcrypt::hash_with_salt(PASSWORD, 4, [7; 16]).unwrap();
    ImportedUser {
        place: line(number),
        email: Some(email.parse().unwrap()),
        password: Some(PasswordHash::parse(&hash.to_string()).unwrap()),
        ..ImportedUser::default()
    }
}

async fn import(
    world: &World,
    people: &[ImportedUser],
    dry: bool,
) -> Result<Imported, ImportError> {
    let run = ImportRun {
        dry,
        by: &Origin::operator("test"),
        progress: &|_| {},
    };
    world.identity.import_users(people, run).await
}

async fn users(world: &World) -> i64 {
    world.count("select count(*) from auth.users").await
}

#[tokio::test]
async fn a_person_comes_with_id_dates_password_and_names_and_only_once() {
    let world = World::new().await;
    let then = DateTime::from_timestamp(1_700_000_000, 0);
    let former = ImportedUser {
        id: Some(UserId(Uuid::from_u128(77))),
        email_confirmed_at: then,
        phone: Some("+77001234567".parse().unwrap()),
        phone_confirmed_at: then,
        created_at: then,
        last_sign_in_at: then,
        user_metadata: map(json!({ "full_name": "Анна", "locale": "kk" })),
        app_metadata: map(json!({ "plan": "a", "roles": ["admin"], "provider": "x" })),
        identities: vec![ImportedIdentity {
            provider: "google".to_owned(),
            issuer: "https://accounts.google.com".to_owned(),
            subject: "g-1".to_owned(),
            email: None,
            data: json!({ "sub": "g-1" }),
        }],
        ..person(1, NEW)
    };
    let want = Imported {
        made: 1,
        with_password: 1,
        identities: 1,
        ..Imported::default()
    };
    let people = [former];
    assert_eq!(import(&world, &people, true).await.unwrap(), want);
    assert_eq!(users(&world).await, 0, "a dry run");
    assert_eq!(import(&world, &people, false).await.unwrap(), want);
    let again = import(&world, &people, false).await.unwrap();
    assert_eq!((again.made, again.known), (0, 1));
    let password = SecretString::from(PASSWORD);
    let session = world.identity.sign_in(NEW, &password, me()).await.unwrap();
    let user = &session.user;
    assert_eq!(user.id, UserId(Uuid::from_u128(77)));
    assert_eq!(
        (user.created_at, user.phone_confirmed_at),
        (then.unwrap(), then)
    );
    assert_eq!(user.app_metadata["plan"], "a");
    assert_eq!(user.app_metadata["providers"], json!(["email", "google"]));
    assert_eq!(user.roles.names(), ["student"], "roles are given here");
    assert_eq!(user.identities[0].subject, "g-1");
    let ours = "select count(*) from auth.credentials where phc like '$argon2id$%'";
    assert_eq!(
        world.count(ours).await,
        1,
        "hashed anew at the first sign-in"
    );
}

#[tokio::test]
async fn one_who_cannot_come_keeps_all_away_and_everything_wrong_is_told() {
    let world = World::new().await;
    world.user().await;
    let google = |subject: &str| ImportedIdentity {
        provider: "google".to_owned(),
        issuer: "https://accounts.google.com".to_owned(),
        subject: subject.to_owned(),
        email: None,
        data: json!({ "sub": subject }),
    };
    let first = ImportedUser {
        identities: vec![google("g-1")],
        ..person(1, "first@mail.ru")
    };
    import(&world, &[first], false).await.unwrap();
    let people = [
        person(1, NEW),
        ImportedUser {
            id: Some(UserId(Uuid::from_u128(5))),
            ..person(2, EMAIL)
        },
        ImportedUser {
            place: line(5),
            ..ImportedUser::default()
        },
        ImportedUser {
            user_metadata: map(json!({ "x": "y".repeat(5000) })),
            ..person(6, "long@mail.ru")
        },
        person(7, NEW),
        ImportedUser {
            identities: vec![google("g-1")],
            ..person(8, "thief@mail.ru")
        },
    ];
    let error = import(&world, &people, false).await.unwrap_err();
    let ImportError::Faults(faults) = error else {
        panic!("{error:?}")
    };
    let places: Vec<_> = faults.iter().map(|fault| fault.place.number).collect();
    assert_eq!(places, [5, 6, 7, 8], "{faults:?}");
    assert!(
        faults[2].fault.contains("stands in line 1 too"),
        "{faults:?}"
    );
    assert_eq!(users(&world).await, 2);
}

#[tokio::test]
async fn who_is_here_stays_as_they_are_and_who_was_deleted_here_stays_so() {
    let world = World::new().await;
    let here = world.user().await;
    let gone = world
        .user_with("gone@mail.ru", [Role::Student].into())
        .await;
    let by = Origin::operator("test");
    let deleted = world.identity.admin_delete_user(gone.id, false, &by);
    deleted.await.unwrap();
    let people = [
        person(1, NEW),
        ImportedUser {
            id: Some(here.id),
            ..person(2, "moved@mail.ru")
        },
        ImportedUser {
            id: Some(gone.id),
            ..person(3, "gone@mail.ru")
        },
    ];
    let done = import(&world, &people, false).await.unwrap();
    assert_eq!((done.made, done.deleted_here), (1, 1));
    assert_eq!((done.known, done.known_otherwise), (1, 1));
    let again = import(&world, &people, false).await.unwrap();
    assert_eq!((again.made, again.known, again.deleted_here), (0, 2, 1));
    let same = world.identity.admin_find_user(here.id).await.unwrap();
    assert_eq!(same.email.as_deref(), Some(EMAIL));
    let known = import(&world, &[person(1, EMAIL)], false).await.unwrap();
    assert_eq!((known.known, known.known_otherwise), (1, 0));
}

#[tokio::test]
async fn who_is_here_by_address_under_another_id_stays_and_is_told_by_place() {
    let world = World::new().await;
    let here = world.user().await;
    let people = [
        ImportedUser {
            id: Some(UserId(Uuid::from_u128(5))),
            ..person(1, EMAIL)
        },
        person(2, NEW),
    ];
    let done = import(&world, &people, false).await.unwrap();
    assert_eq!((done.made, done.known, done.known_otherwise), (1, 1, 0));
    assert_eq!(done.known_by_address, [(line(1), here.id)]);
    assert_eq!(users(&world).await, 2);
    let same = world.identity.admin_find_user(here.id).await.unwrap();
    assert_eq!(same.display_name.as_deref(), Some("Anna"));
}
