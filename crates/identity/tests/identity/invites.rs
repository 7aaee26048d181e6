use chrono::TimeDelta;
use stoa_core::{ExposeSecret as _, Failure as _, Kind, SecretString, UserId};
use stoa_domain::{Locale, PersonName};
use stoa_identity::{AcceptInviteError, Invite, InviteError, Origin, Session};

use crate::world::{PASSWORD, World, bearer, claims, client};

const BUYER: &str = "buyer@mail.ru";

async fn buyer(world: &World) -> UserId {
    let name = PersonName::parse("B").unwrap();
    world
        .identity
        .find_or_create_buyer(&BUYER.parse().unwrap(), &name, None, &Origin::system())
        .await
        .unwrap()
        .0
}

async fn accept(
    world: &World,
    invite: &Invite,
    password: &str,
) -> Result<Session, AcceptInviteError> {
    let (token, password) = (invite.token.expose_secret(), SecretString::from(password));
    world
        .identity
        .accept_invite(token, &password, None, &client())
        .await
}

#[tokio::test]
async fn an_invitation_sets_the_password_proves_the_address_and_signs_in() {
    let world = World::new().await;
    let id = buyer(&world).await;
    let invite = world.identity.invite(id, &Origin::system()).await.unwrap();
    assert_eq!(
        (invite.email.as_deref(), invite.token.expose_secret().len()),
        (Some(BUYER), 43)
    );
    let shown = world
        .identity
        .invited_email(invite.token.expose_secret())
        .await
        .unwrap();
    assert_eq!(shown.as_deref(), Some(BUYER));
    let session = accept(&world, &invite, PASSWORD).await.unwrap();
    assert_eq!(claims(bearer(&session))["amr"][0]["method"], "invite");
    assert_eq!(
        session.user.email_proof.usable_since(),
        Some(world.ambient.now())
    );
    assert!(world.identity.authenticate(bearer(&session)).await.is_ok());
    let again = world
        .identity
        .sign_in(BUYER, &SecretString::from(PASSWORD), &client())
        .await;
    assert_eq!(again.unwrap().user.id, id);
}

#[tokio::test]
async fn every_invitation_is_good_until_one_is_used_or_three_days_have_passed() {
    let world = World::new().await;
    let id = buyer(&world).await;
    let (first, second) = (
        world.identity.invite(id, &Origin::system()).await.unwrap(),
        world.identity.invite(id, &Origin::system()).await.unwrap(),
    );
    assert!(
        world
            .identity
            .invited_email(first.token.expose_secret())
            .await
            .is_ok()
    );
    accept(&world, &first, PASSWORD).await.unwrap();
    for used in [&first, &second] {
        let error = accept(&world, used, "another password").await.unwrap_err();
        assert_eq!(
            (error.kind(), error.code()),
            (Kind::Gone, "auth.invite_not_valid")
        );
    }
    assert!(matches!(
        world.identity.invite(id, &Origin::system()).await,
        Err(InviteError::AlreadyActive)
    ));
    let nobody = UserId::new(&world.ambient);
    assert!(matches!(
        world.identity.invite(nobody, &Origin::system()).await,
        Err(InviteError::UserNotFound)
    ));
}

#[tokio::test]
async fn an_invitation_expires_after_72_hours() {
    let world = World::new().await;
    let invite = world
        .identity
        .invite(buyer(&world).await, &Origin::system())
        .await
        .unwrap();
    world.pass(TimeDelta::hours(72) - TimeDelta::seconds(1));
    assert!(
        world
            .identity
            .invited_email(invite.token.expose_secret())
            .await
            .is_ok()
    );
    assert_eq!(world.pass(TimeDelta::seconds(1)), invite.expires_at);
    assert!(matches!(
        accept(&world, &invite, PASSWORD).await,
        Err(AcceptInviteError::NotValid)
    ));
    let unknown = Invite {
        token: SecretString::from("x\0"),
        ..invite
    };
    assert!(matches!(
        accept(&world, &unknown, PASSWORD).await,
        Err(AcceptInviteError::NotValid)
    ));
}

#[tokio::test]
async fn a_weak_password_says_why_and_leaves_the_invitation_good() {
    let world = World::new().await;
    let invite = world
        .identity
        .invite(buyer(&world).await, &Origin::system())
        .await
        .unwrap();
    let error = accept(&world, &invite, "buyer").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (Kind::Invalid, "auth.password_weak")
    );
    let codes: Vec<_> = error
        .fields()
        .into_iter()
        .map(|field| (field.field, field.code))
        .collect();
    assert!(
        codes.contains(&("password".to_owned(), "password.too_short".to_owned())),
        "{codes:?}"
    );
    assert!(accept(&world, &invite, PASSWORD).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_accept_together_one_sets_the_password() {
    let world = World::new().await;
    let id = buyer(&world).await;
    let (first, second) = (
        world.identity.invite(id, &Origin::system()).await.unwrap(),
        world.identity.invite(id, &Origin::system()).await.unwrap(),
    );
    let (one, two) = futures::join!(
        accept(&world, &first, PASSWORD),
        accept(&world, &second, "another password")
    );
    assert_eq!(
        [one.is_ok(), two.is_ok()].iter().filter(|ok| **ok).count(),
        1,
        "{one:?} {two:?}"
    );
    assert_eq!(world.count("select count(*) from auth.sessions").await, 1);
}

#[tokio::test]
async fn the_language_of_the_page_is_the_persons_until_another_is_chosen() {
    let world = World::new().await;
    let by = Origin::system();
    let (name, email) = (
        PersonName::parse("B").unwrap(),
        "kazakh@mail.kz".parse().unwrap(),
    );
    let made = world
        .identity
        .find_or_create_buyer(&email, &name, None, &by);
    let id = made.await.unwrap().0;
    let invite = world.identity.invite(id, &by).await.unwrap();
    let (token, password) = (invite.token.expose_secret(), SecretString::from(PASSWORD));
    let client = client();
    let accepted = world
        .identity
        .accept_invite(token, &password, Some(Locale::Kk), &client);
    accepted.await.unwrap();
    let speaks = "select count(*) from public.profiles where locale = 'kk'";
    assert_eq!(world.count(speaks).await, 1);
    world.identity.keep_language(id, Locale::En).await.unwrap();
    assert_eq!(world.count(speaks).await, 1, "what was chosen stays");
}
