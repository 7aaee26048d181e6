//! What a stranger sets up in an account before anybody has shown that its address is theirs, or by a link that others
//! have seen, is gone once the owner comes or the account may more.

use chrono::TimeDelta;
use serde_json::Map;
use stoa_core::{ExposeSecret as _, SecretString, UserId};
use stoa_domain::{PersonName, Role, RoleSet};
use stoa_identity::{
    BuyerAccountError, GoTrueError, Origin, Resent, SignInError, User, UserChange, UserForm,
};

use crate::factors::{answer, enroll, now, scan};
use crate::mailbox::{me, plain};
use crate::sign_up::{NEW, PHRASE, rules, sign_up, verified};
use crate::world::{PASSWORD, World, bearer};

const FACTOR: &str = "insert into auth.factors (id, user_id, kind, status, secret, wrong_tries, created_at, updated_at)
    select id, id, 'totp', 'verified', '', 0, created_at, created_at from auth.users";
const CODES: &str = "insert into auth.recovery_sets (id, user_id, friendly_name, wrong_tries, created_at, updated_at)
    select id, id, 'codes', 0, created_at, created_at from auth.users";
const NAME: &str = "insert into auth.identities (id, user_id, provider, issuer, subject, data, created_at, updated_at)
    select id, id, 'google', 'https://google.test', 'stranger', '{}', created_at, created_at from auth.users";

/// How many ways into accounts there are, beside the letters to their addresses.
async fn ways_in(world: &World) -> i64 {
    world
        .count(
            "select (select count(*) from auth.credentials) + (select count(*) from auth.factors)
                + (select count(*) from auth.recovery_sets) + (select count(*) from auth.identities)
                + (select count(*) from auth.sessions)",
        )
        .await
}

/// A sign-up of a stranger, who has found every way in.
async fn occupied(world: &World) -> User {
    drop(sign_up(&world.identity, NEW, PHRASE).await.unwrap());
    for sql in [FACTOR, CODES, NAME] {
        assert_eq!(world.arrange(sql, &[]).await, 1);
    }
    assert_eq!(ways_in(world).await, 4);
    let found = world.identity.find_by_email(&NEW.parse().unwrap()).await;
    found.unwrap().unwrap()
}

#[tokio::test]
async fn the_owner_of_an_address_takes_the_account_over_without_a_strangers_ways_in() {
    for (letter, kind) in [("recovery", "recovery"), ("magic_link", "magiclink")] {
        let world = World::new().await;
        let user = occupied(&world).await;
        let session = by_letter(&world, letter, kind).await;
        assert_eq!(session.user.id, user.id);
        assert_eq!(ways_in(&world).await, 1, "the owner's session, {kind}");
        assert!(session.user.factors.is_empty() && session.user.identities.is_empty());
        let told = "select count(*) from auth.audit_events where action = 'session.revoked'
            and details ->> 'reason' = 'set up before the address was proved'
            and details ->> 'factors' = '1' and details ->> 'identities' = '1'";
        assert_eq!(world.count(told).await, 1);
        let stranger = world
            .identity
            .sign_in(NEW, &SecretString::from(PHRASE), me())
            .await;
        assert!(matches!(stranger, Err(SignInError::InvalidCredentials)));
    }
}

#[tokio::test]
async fn a_second_factor_does_not_keep_the_owner_out_of_an_account_by_an_address_that_nobody_proved()
 {
    for (letter, kind) in [("recovery", "recovery"), ("magic_link", "magiclink")] {
        let world = World::new().await;
        let squatter = squatted(&world).await;
        let session = by_letter(&world, letter, kind).await;
        assert_eq!(session.user.id, squatter.id);
        assert_eq!(ways_in(&world).await, 1, "the owner's session, {kind}");
        assert_eq!(session.user.proved_email(), Some(NEW));
        assert!(session.user.factors.is_empty() && session.user.identities.is_empty());
        // Nothing is asked of the owner that only the stranger has.
        let actor = world.identity.authenticate(bearer(&session)).await.unwrap();
        let own = UserChange {
            password: Some(SecretString::from("a passphrase of my own")),
            ..UserChange::default()
        };
        let set = world.identity.update_user(&actor, own, plain(), me()).await;
        assert!(set.is_ok(), "{kind}");
        let told = "select count(*) from auth.audit_events where action = 'session.revoked'
            and details ->> 'factors' = '1' and details ->> 'recovery_codes' = 'true'";
        assert_eq!(world.count(told).await, 1);
    }
}

/// Comes in by a letter to the address, as its owner can.
async fn by_letter(world: &World, letter: &str, kind: &str) -> stoa_identity::Session {
    let email = NEW.parse().unwrap();
    if kind == "recovery" {
        let asked = world.identity.recover(&email, plain(), me()).await;
        asked.unwrap();
    } else {
        let request = stoa_identity::OtpRequest {
            email,
            create: None,
        };
        let asked = world.identity.send_otp(request, plain(), me()).await;
        asked.unwrap();
    }
    let received = world.receive(letter).await;
    *verified(world, kind, received.link()).await.unwrap()
}

#[tokio::test]
async fn a_proved_account_keeps_its_ways_in_when_its_owner_comes_by_letter() {
    let world = World::new().await;
    world.session().await;
    world.arrange(FACTOR, &[]).await;
    let email = crate::world::EMAIL.parse().unwrap();
    let request = stoa_identity::OtpRequest {
        email,
        create: None,
    };
    let asked = world.identity.send_otp(request, plain(), me()).await;
    asked.unwrap();
    let received = world.receive("magic_link").await;
    verified(&world, "magiclink", received.link())
        .await
        .unwrap();
    // Password, factor, the former session and the new one.
    assert_eq!(ways_in(&world).await, 4);
}

async fn buyer(world: &World) -> UserId {
    let (name, by) = (PersonName::parse("B").unwrap(), Origin::system());
    let email = crate::world::EMAIL.parse().unwrap();
    let made = world
        .identity
        .find_or_create_buyer(&email, &name, None, &by);
    made.await.unwrap().0
}

#[tokio::test]
async fn a_second_factor_behind_a_seen_invitation_does_not_outlive_the_promotion() {
    let world = World::new().await;
    let id = buyer(&world).await;
    let invite = world.identity.invite(id, &Origin::system()).await.unwrap();
    let (token, password) = (invite.token.expose_secret(), SecretString::from(PASSWORD));
    let session = world
        .identity
        .accept_invite(token, &password, None, me())
        .await;
    let session = session.unwrap();
    let enrolled = enroll(&world, &session).await;
    let app = scan(&enrolled);
    let code = app.code_at(now(&world));
    answer(&world, &session, enrolled.id, &code).await.unwrap();
    world.arrange(NAME, &[]).await;
    // Long after the trace of other used links is gone.
    world.pass(TimeDelta::days(20));
    world.identity.keep_house(100).await.unwrap();
    let by = Origin::operator("test");
    assert!(
        world
            .identity
            .grant_role(id, Role::Admin, &by)
            .await
            .unwrap()
    );
    assert_eq!(ways_in(&world).await, 0);
    let anew = world.identity.invite(id, &by).await.unwrap();
    let token = anew.token.expose_secret();
    let owner = world
        .identity
        .accept_invite(token, &password, None, me())
        .await;
    assert!(owner.unwrap().user.factors.is_empty());
}

#[tokio::test]
async fn an_unproved_account_that_is_promoted_has_no_strangers_password() {
    let world = World::new().await;
    let user = occupied(&world).await;
    let by = Origin::operator("test");
    let granted = world.identity.grant_role(user.id, Role::Author, &by).await;
    assert!(granted.unwrap());
    assert_eq!(ways_in(&world).await, 0);
    // Whoever answers the letter of the sign-up has the mailbox, and sets a password of their own.
    let letter = world.receive("confirm_sign_up").await;
    assert!(verified(&world, "signup", letter.link()).await.is_ok());
}

#[tokio::test]
async fn a_person_who_came_another_way_keeps_everything_at_a_promotion() {
    let world = World::new().await;
    let session = world.session().await;
    world.arrange(FACTOR, &[]).await;
    let by = Origin::operator("test");
    let id = session.user.id;
    assert!(
        world
            .identity
            .grant_role(id, Role::Admin, &by)
            .await
            .unwrap()
    );
    assert_eq!(ways_in(&world).await, 3);
}

#[tokio::test]
async fn a_deletion_leaves_no_name_at_a_provider_no_factor_and_no_letter() {
    let world = World::new().await;
    let user = occupied(&world).await;
    let by = Origin::operator("test");
    world
        .identity
        .admin_delete_user(user.id, false, &by)
        .await
        .unwrap();
    assert_eq!(ways_in(&world).await, 0);
    assert_eq!(world.letters().await.len(), 0, "it held the address");
}

/// The same where no letter is asked for: the stranger is signed in, too.
async fn squatted(world: &World) -> User {
    let open = world.with(rules(|rules| rules.autoconfirm = true)).await;
    drop(sign_up(&open, NEW, PHRASE).await.unwrap());
    for sql in [FACTOR, CODES, NAME] {
        assert_eq!(world.arrange(sql, &[]).await, 1);
    }
    assert_eq!(ways_in(world).await, 5);
    let found = world.identity.find_by_email(&NEW.parse().unwrap()).await;
    found.unwrap().unwrap()
}

#[tokio::test]
async fn an_account_by_an_address_that_nobody_proved_has_no_strangers_ways_in_after_a_promotion() {
    for way in ["granted", "set", "by a form"] {
        let world = World::new().await;
        let user = squatted(&world).await;
        assert!(!user.email_proof.is_waiting() && !user.email_proof.is_proved());
        assert_eq!(user.proved_email(), None);
        let (identity, by) = (&world.identity, Origin::operator("test"));
        let roles = RoleSet::from([Role::Admin]);
        match way {
            "granted" => drop(
                identity
                    .grant_role(user.id, Role::Admin, &by)
                    .await
                    .unwrap(),
            ),
            "set" => drop(identity.set_roles(user.id, roles, &by).await.unwrap()),
            _ => {
                let form = UserForm {
                    roles: Some(roles),
                    ..UserForm::default()
                };
                drop(
                    identity
                        .admin_update_user(user.id, &form, &by)
                        .await
                        .unwrap(),
                );
            }
        }
        assert_eq!(ways_in(&world).await, 0, "{way}");
        let invited = identity.invite(user.id, &by).await.unwrap();
        let (token, password) = (invited.token.expose_secret(), SecretString::from(PASSWORD));
        let owner = identity
            .accept_invite(token, &password, None, me())
            .await
            .unwrap();
        assert!(owner.user.email_proof.is_proved());
        assert_eq!(
            ways_in(&world).await,
            2,
            "the owner's password and session, {way}"
        );
    }
}

#[tokio::test]
async fn whoever_named_an_address_without_proof_has_no_way_in_left_once_its_owner_is_invited() {
    let world = World::new().await;
    let open = world
        .with(rules(|rules| {
            rules.anonymous = true;
            rules.autoconfirm = true;
        }))
        .await;
    let stranger = open.sign_in_anonymously(Map::new(), me()).await.unwrap();
    let actor = open.authenticate(bearer(&stranger)).await.unwrap();
    let named = UserChange {
        email: Some(NEW.parse().unwrap()),
        ..UserChange::default()
    };
    open.update_user(&actor, named, plain(), me())
        .await
        .unwrap();
    assert_eq!(
        world.arrange(NAME, &[]).await,
        1,
        "an account at a provider"
    );
    let (id, by) = (stranger.user.id, Origin::operator("test"));
    let invited = world.identity.invite(id, &by).await.unwrap();
    let (token, password) = (invited.token.expose_secret(), SecretString::from(PASSWORD));
    let owner = world
        .identity
        .accept_invite(token, &password, None, me())
        .await;
    assert!(owner.unwrap().user.identities.is_empty());
    assert_eq!(ways_in(&world).await, 2, "the owner's password and session");
}

#[tokio::test]
async fn an_address_that_was_typed_wrong_is_changed_without_asking_its_mailbox() {
    let world = World::new().await;
    let open = world.with(rules(|rules| rules.autoconfirm = true)).await;
    let session = match sign_up(&open, NEW, PHRASE).await.unwrap() {
        stoa_identity::SignedUp::Session(session) => *session,
        stoa_identity::SignedUp::Pending(_) => panic!("no session"),
    };
    let actor = open.authenticate(bearer(&session)).await.unwrap();
    let right = UserChange {
        email: Some("right@mail.ru".parse().unwrap()),
        ..UserChange::default()
    };
    open.update_user(&actor, right, plain(), me())
        .await
        .unwrap();
    assert_eq!(world.letter_kinds().await, ["email_change_new"]);
    let letter = world.receive("email_change_new").await;
    let changed = verified(&world, "email_change", letter.link())
        .await
        .unwrap();
    assert_eq!(changed.user.proved_email(), Some("right@mail.ru"));
}

#[tokio::test]
async fn an_administrator_answers_for_an_address_that_nobody_proved() {
    let world = World::new().await;
    let open = world.with(rules(|rules| rules.autoconfirm = true)).await;
    drop(sign_up(&open, NEW, PHRASE).await.unwrap());
    let found = world.identity.find_by_email(&NEW.parse().unwrap()).await;
    let user = found.unwrap().unwrap();
    let form = UserForm {
        email_confirmed: Some(true),
        ..UserForm::default()
    };
    let by = Origin::operator("test");
    let answered = world.identity.admin_update_user(user.id, &form, &by).await;
    let answered = answered.unwrap();
    assert_eq!(answered.proved_email(), Some(NEW));
    assert_eq!(
        answered.email_proof.usable_since(),
        user.email_proof.usable_since(),
        "since when it could be used stays"
    );
    let noted = "select count(*) from auth.audit_events where action = 'user.updated'
        and details -> 'fields' ? 'email_confirmed'";
    assert_eq!(world.count(noted).await, 1);
}

async fn sold(world: &World) -> Result<(UserId, bool), BuyerAccountError> {
    let (name, by) = (PersonName::parse("B").unwrap(), Origin::system());
    let email = NEW.parse().unwrap();
    world
        .identity
        .find_or_create_buyer(&email, &name, None, &by)
        .await
}

#[tokio::test]
async fn what_is_sold_to_an_address_never_goes_to_whoever_signed_up_with_it_first() {
    let world = World::new().await;
    let user = occupied(&world).await;
    assert_eq!(sold(&world).await.unwrap(), (user.id, false));
    assert_eq!(ways_in(&world).await, 0);
    let told = "select count(*) from auth.audit_events where action = 'session.revoked'
        and details ->> 'reason' = 'sold before the address was proved'";
    assert_eq!(world.count(told).await, 1);
    assert_eq!(sold(&world).await.unwrap(), (user.id, false), "repeated");
    assert_eq!(world.count(told).await, 1);
    // The owner follows the letter of a sign-up that was not theirs: the stranger's password does not come back with it.
    let letter = world.receive("confirm_sign_up").await;
    verified(&world, "signup", letter.link()).await.unwrap();
    let password = SecretString::from(PHRASE);
    let stranger = world.identity.sign_in(NEW, &password, me()).await;
    assert!(matches!(stranger, Err(SignInError::InvalidCredentials)));
    assert_eq!(sold(&world).await.unwrap(), (user.id, true));
    assert_eq!(ways_in(&world).await, 1, "the owner's session stays");
}

#[tokio::test]
async fn an_account_that_somebody_is_in_is_no_buyers_until_its_address_is_proved() {
    let world = World::new().await;
    let squatter = squatted(&world).await;
    let refused = sold(&world).await.unwrap_err();
    assert!(matches!(refused, BuyerAccountError::Unproved));
    assert_eq!(
        ways_in(&world).await,
        5,
        "it may be the buyer's all the same"
    );
    by_letter(&world, "recovery", "recovery").await;
    assert_eq!(sold(&world).await.unwrap(), (squatter.id, true));
}

#[tokio::test]
async fn who_signs_in_by_an_address_is_not_invited_whoever_it_is_and_the_owner_comes_by_letter() {
    let world = World::new().await;
    let squatter = squatted(&world).await;
    let (by, email) = (Origin::service(me()), NEW.parse().unwrap());
    let invited = world
        .identity
        .invite_by_email(&email, Map::new(), None, &by);
    let error = GoTrueError::from(&invited.await.unwrap_err());
    assert_eq!((error.status, error.code), (422, "email_exists"));
    assert_eq!(
        ways_in(&world).await,
        5,
        "an invitation by mistake costs nobody anything"
    );
    assert!(world.letters().await.is_empty());
    let owner = by_letter(&world, "recovery", "recovery").await;
    assert_eq!(owner.user.id, squatter.id);
    assert_eq!(ways_in(&world).await, 1);
}

/// Who has taken an account by its address, or changed its password, is not followed by the change of address that
/// somebody else had begun: letters about it cannot be asked for again.
#[tokio::test]
async fn a_change_of_address_that_a_stranger_has_begun_ends_with_the_strangers_other_ways() {
    for ending in [
        "promotion",
        "recovery",
        "own password",
        "administrator's password",
    ] {
        let world = World::new().await;
        let user = occupied(&world).await;
        let begun = "update auth.users set new_email = 'stranger@evil.kz', email_change_sent_at = created_at";
        assert_eq!(world.arrange(begun, &[]).await, 1);
        end_by(&world, &user, ending).await;
        let left = "select count(*) from auth.users where new_email is not null
            or email_change_agreed is not null or email_change_sent_at is not null";
        assert_eq!(world.count(left).await, 0, "{ending}");
        let address = NEW.parse().unwrap();
        let asked = world
            .identity
            .resend(Resent::EmailChange, &address, plain(), me());
        asked.await.unwrap();
        let letters = "select count(*) from auth.letters where email like '%evil.kz'";
        assert_eq!(world.count(letters).await, 0, "{ending}");
    }
}

/// One of the ways in which the ways into an account end.
async fn end_by(world: &World, user: &User, ending: &str) {
    let by = Origin::operator("test");
    match ending {
        "promotion" => {
            let granted = world.identity.grant_role(user.id, Role::Admin, &by).await;
            assert!(granted.unwrap());
        }
        "recovery" => drop(by_letter(world, "recovery", "recovery").await),
        "own password" => {
            let proved =
                "update auth.users set email_confirmed_at = created_at, email_unproved = false";
            world.arrange(proved, &[]).await;
            world.arrange("delete from auth.factors", &[]).await;
            let session = world
                .identity
                .sign_in(NEW, &SecretString::from(PHRASE), me())
                .await;
            let actor = world.identity.authenticate(bearer(&session.unwrap())).await;
            let change = UserChange {
                password: Some(SecretString::from("another quiet colonnade")),
                ..UserChange::default()
            };
            let actor = actor.unwrap();
            let changed = world.identity.update_user(&actor, change, plain(), me());
            changed.await.unwrap();
        }
        _ => {
            let form = UserForm {
                password: Some(stoa_identity::GivenPassword::Clear(
                    stoa_identity::NewPassword::for_demo(SecretString::from(
                        "another quiet colonnade",
                    )),
                )),
                ..UserForm::default()
            };
            drop(
                world
                    .identity
                    .admin_update_user(user.id, &form, &by)
                    .await
                    .unwrap(),
            );
        }
    }
}
