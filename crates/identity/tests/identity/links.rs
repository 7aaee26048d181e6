//! Invitations by address, and links that a server hands out by itself.

use chrono::TimeDelta;
use serde_json::{Map, json};
use stoa_core::{Failure as _, SecretString};
use stoa_identity::{
    GoTrueError, LinkError, LinkForm, LinkKind, MadeLink, NewPassword, Origin, Proof, SignInError,
    VerifyError,
};

use crate::mailbox::me;
use crate::sign_up::{NEW, PHRASE, map, rules, sign_up, verified};
use crate::world::{EMAIL, World, bearer, claims};

const SITE: &str = "https://stoa.test/welcome";

fn form(kind: LinkKind, email: &str) -> LinkForm {
    let password = NewPassword::for_demo(SecretString::from(PHRASE));
    LinkForm {
        kind,
        email: email.parse().unwrap(),
        password: (kind == LinkKind::Signup).then_some(password),
        new_email: None,
        data: Map::new(),
        redirect_to: SITE.to_owned(),
    }
}

fn change(kind: LinkKind, new_email: &str) -> LinkForm {
    LinkForm {
        new_email: Some(new_email.parse().unwrap()),
        ..form(kind, EMAIL)
    }
}

async fn make(world: &World, form: LinkForm) -> Result<MadeLink, LinkError> {
    let by = Origin::service(me());
    world.identity.generate_link(form, &by).await
}

async fn invite(world: &World, email: &str) -> Result<stoa_identity::User, LinkError> {
    let by = Origin::service(me());
    let data = map(json!({ "full_name": "Айгерім", "locale": "kk" }));
    let email = email.parse().unwrap();
    let invited = world
        .identity
        .invite_by_email(&email, data, Some(SITE), &by);
    invited.await
}

fn link(made: &MadeLink) -> Proof {
    Proof::Link(made.minted.token.clone())
}

fn code(error: &LinkError) -> (u16, &'static str) {
    let error = GoTrueError::from(error);
    (error.status, error.code)
}

#[tokio::test]
async fn an_invited_address_gets_one_account_and_its_letter_leads_in() {
    let world = World::new().await;
    let user = invite(&world, NEW).await.unwrap();
    assert_eq!(user.invited_at, Some(world.ambient.now()));
    assert_eq!(user.display_name.as_deref(), Some("Айгерім"));
    let again = invite(&world, NEW).await.unwrap();
    assert_eq!(again.id, user.id, "one account");
    assert_eq!(world.letter_kinds().await, ["invite", "invite"]);
    let letter = world.receive("invite").await;
    assert_eq!(letter.asked.redirect_to.as_deref(), Some(SITE));
    let session = verified(&world, "invite", letter.link()).await.unwrap();
    assert_eq!(session.user.id, user.id);
    assert_eq!(claims(bearer(&session))["amr"][0]["method"], "invite");
    let sql = "select count(*) from public.profiles p
        join auth.user_roles r on r.user_id = p.user_id and r.role = 'student'
        where p.name = 'Айгерім' and p.locale = 'kk'";
    assert_eq!(world.count(sql).await, 1);
    let taken = invite(&world, NEW).await.unwrap_err();
    assert_eq!(code(&taken), (422, "email_exists"));
}

#[tokio::test]
async fn an_invitation_makes_a_strangers_password_worthless() {
    let world = World::new().await;
    drop(sign_up(&world.identity, NEW, PHRASE).await.unwrap());
    invite(&world, NEW).await.unwrap();
    let letter = world.receive("invite").await;
    verified(&world, "invite", letter.link()).await.unwrap();
    let stranger = world
        .identity
        .sign_in(NEW, &SecretString::from(PHRASE), me())
        .await;
    assert!(matches!(stranger, Err(SignInError::InvalidCredentials)));
}

#[tokio::test]
async fn every_kind_of_link_leads_where_its_name_says_and_no_letter_is_sent() {
    let world = World::new().await;
    world.user().await;
    for (kind, email, word, purpose) in [
        (LinkKind::Signup, NEW, "signup", "signup"),
        (LinkKind::Invite, "guest@mail.ru", "invite", "invite"),
        (LinkKind::MagicLink, EMAIL, "magiclink", "magiclink"),
        (LinkKind::Recovery, EMAIL, "recovery", "recovery"),
        // A magic link for nobody is a sign-up.
        (LinkKind::MagicLink, "nobody@mail.ru", "signup", "signup"),
    ] {
        let made = make(&world, form(kind, email)).await.unwrap();
        assert_eq!(made.kind.as_str(), word);
        assert_eq!(made.redirect_to, SITE);
        let whole = made.minted.link.as_ref().unwrap();
        let whole = stoa_core::ExposeSecret::expose_secret(whole);
        assert!(whole.contains(&format!("type={purpose}")), "{kind}");
        assert!(whole.contains("redirect_to=https%3A%2F%2Fstoa.test%2Fwelcome"));
        let session = verified(&world, word, &link(&made)).await.unwrap();
        assert_eq!(session.user.id, made.user.id, "{kind}");
        let again = verified(&world, word, &link(&made)).await;
        assert!(matches!(again, Err(VerifyError::Invalid)), "works once");
    }
    let made = world.letter_kinds().await;
    assert!(made.is_empty(), "{made:?}");
    let noted = world
        .count("select count(*) from auth.audit_events where action = 'link.made' and actor_kind = 'service'")
        .await;
    assert_eq!(noted, 5);
    let password = SecretString::from(PHRASE);
    let session = world.identity.sign_in(NEW, &password, me()).await;
    assert!(session.is_ok(), "the sign-up's password");
}

#[tokio::test]
async fn the_code_beside_a_link_works_with_the_address() {
    let world = World::new().await;
    world.user().await;
    let made = make(&world, form(LinkKind::MagicLink, EMAIL))
        .await
        .unwrap();
    let proof = Proof::Code {
        email: EMAIL.parse().unwrap(),
        code: made.minted.code,
    };
    assert!(verified(&world, "email", &proof).await.is_ok());
}

#[tokio::test]
async fn a_new_link_takes_the_place_of_the_open_one_of_its_kind() {
    let world = World::new().await;
    world.user().await;
    let first = make(&world, form(LinkKind::Recovery, EMAIL)).await.unwrap();
    let magic = make(&world, form(LinkKind::MagicLink, EMAIL))
        .await
        .unwrap();
    let second = make(&world, form(LinkKind::Recovery, EMAIL)).await.unwrap();
    let gone = verified(&world, "recovery", &link(&first)).await;
    assert!(matches!(gone, Err(VerifyError::Invalid)));
    assert!(verified(&world, "magiclink", &link(&magic)).await.is_ok());
    assert!(verified(&world, "recovery", &link(&second)).await.is_ok());
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_nothing_is_made() {
    let world = World::new().await;
    world.user().await;
    let no_password = LinkForm {
        password: None,
        ..form(LinkKind::Signup, NEW)
    };
    let long = LinkForm {
        data: map(json!({ "x": "y".repeat(5000) })),
        ..form(LinkKind::Invite, NEW)
    };
    let before = world.count("select count(*) from auth.users").await;
    for (form, want) in [
        (form(LinkKind::Recovery, NEW), (404, "user_not_found")),
        (form(LinkKind::EmailChangeNew, NEW), (404, "user_not_found")),
        (form(LinkKind::Signup, EMAIL), (422, "email_exists")),
        (form(LinkKind::Invite, EMAIL), (422, "email_exists")),
        (no_password, (400, "validation_failed")),
        (long, (400, "validation_failed")),
        (
            form(LinkKind::EmailChangeNew, EMAIL),
            (400, "validation_failed"),
        ),
        (
            change(LinkKind::EmailChangeNew, EMAIL),
            (422, "email_exists"),
        ),
    ] {
        let kind = form.kind;
        let error = make(&world, form).await.unwrap_err();
        assert_eq!(code(&error), want, "{kind} {}", error.code());
    }
    assert_eq!(world.count("select count(*) from auth.users").await, before);
    let open = "select count(*) from auth.one_time_tokens";
    assert_eq!(world.count(open).await, 0);
}

#[tokio::test]
async fn two_links_change_an_address_together() {
    let world = World::new().await;
    world.user().await;
    let current = make(&world, change(LinkKind::EmailChangeCurrent, NEW)).await;
    let current = current.unwrap();
    assert_eq!(current.user.new_email.as_deref(), Some(NEW));
    let new = make(&world, change(LinkKind::EmailChangeNew, NEW)).await;
    let new = new.unwrap();
    let purposes = stoa_identity::purposes_of_type("email_change").unwrap();
    let half = world
        .identity
        .verify_proof(
            purposes,
            &link(&current),
            stoa_identity::Onward::Session,
            me(),
        )
        .await;
    assert!(matches!(half, Ok(stoa_identity::Verified::HalfOfTwo)));
    let session = verified(&world, "email_change", &link(&new)).await.unwrap();
    assert_eq!(session.user.email.as_deref(), Some(NEW));
}

#[tokio::test]
async fn a_link_to_a_former_wish_changes_nothing() {
    let world = World::new().await;
    world.user().await;
    let new = LinkKind::EmailChangeNew;
    let former = make(&world, change(new, NEW)).await.unwrap();
    world.pass(TimeDelta::minutes(1));
    make(&world, change(new, "other@mail.ru")).await.unwrap();
    let gone = verified(&world, "email_change", &link(&former)).await;
    assert!(matches!(gone, Err(VerifyError::Invalid)));
    let single = world.with(rules(|rules| rules.double_email_change = false));
    let by = Origin::service(me());
    let current = change(LinkKind::EmailChangeCurrent, NEW);
    let error = single.await.generate_link(current, &by).await.unwrap_err();
    assert_eq!(error.code(), "auth.email_current_not_asked");
}
