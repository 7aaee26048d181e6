use chrono::TimeDelta;
use serde_json::{Map, Value, json};
use stoa_core::{Failure as _, SecretString};
use stoa_identity::{
    GoTrueError, Identity, IdentityOptions, Onward, OtpRequest, Resent, SelfService, Session,
    SignInError, SignUp, SignUpError, SignedUp, User, UserView, Verified, VerifyError,
    purposes_of_type,
};

use crate::mailbox::{me, plain};
use crate::world::{EMAIL, PASSWORD, World, claims, options};

pub(crate) const NEW: &str = "new@mail.ru";
pub(crate) const PHRASE: &str = "a quiet colonnade";

pub(crate) fn rules(change: impl FnOnce(&mut SelfService)) -> IdentityOptions {
    let mut options = options();
    change(&mut options.rules);
    options
}

pub(crate) fn map(value: Value) -> Map<String, Value> {
    serde_json::from_value(value).unwrap()
}

pub(crate) async fn sign_up(
    identity: &Identity,
    email: &str,
    password: &str,
) -> Result<SignedUp, SignUpError> {
    let wanted = SignUp {
        email: email.parse().unwrap(),
        password: SecretString::from(password),
        data: map(json!({ "full_name": "Айгерім", "locale": "kk" })),
    };
    identity.sign_up(wanted, plain(), me()).await
}

fn pending(outcome: SignedUp) -> User {
    match outcome {
        SignedUp::Pending(user) => *user,
        SignedUp::Session(_) => panic!("signed in"),
    }
}

pub(crate) async fn verified(
    world: &World,
    kind: &str,
    proof: &stoa_identity::Proof,
) -> Result<Box<Session>, VerifyError> {
    let purposes = purposes_of_type(kind).unwrap();
    let outcome = world
        .identity
        .verify_proof(purposes, proof, Onward::Session, me());
    match outcome.await? {
        Verified::Session(session) => Ok(session),
        other => panic!("{other:?}"),
    }
}

/// An answer, letter by letter, without what differs from one to the next by nature.
fn looks(user: &User) -> String {
    let view = serde_json::to_string(&UserView::from(user)).unwrap();
    view.replace(&user.id.to_string(), "ID")
        .replace(user.email.as_deref().unwrap(), "EMAIL")
}

#[tokio::test]
async fn a_sign_up_waits_for_its_letter_and_the_letter_signs_in() {
    let world = World::new().await;
    let user = pending(sign_up(&world.identity, NEW, PHRASE).await.unwrap());
    assert_eq!(user.confirmation_sent_at, Some(world.ambient.now()));
    assert_eq!(user.user_metadata["full_name"], "Айгерім");
    let early = world
        .identity
        .sign_in(NEW, &SecretString::from(PHRASE), me())
        .await;
    assert!(matches!(early, Err(SignInError::EmailNotConfirmed)));

    let letter = world.receive("confirm_sign_up").await;
    assert_eq!(letter.asked.email, NEW);
    let session = verified(&world, "signup", letter.link()).await.unwrap();
    assert_eq!(session.user.id, user.id);
    assert!(session.user.email_proof.usable_since().is_some());
    let again = verified(&world, "signup", letter.link()).await;
    assert!(matches!(again, Err(VerifyError::Invalid)), "works once");
    let code = verified(&world, "email", letter.code()).await;
    assert!(
        matches!(code, Err(VerifyError::Invalid)),
        "and so does its code"
    );
    world
        .identity
        .sign_in(NEW, &SecretString::from(PHRASE), me())
        .await
        .unwrap();
}

#[tokio::test]
async fn whoever_signs_up_is_a_student_with_a_profile_in_their_language() {
    let world = World::new().await;
    pending(sign_up(&world.identity, NEW, PHRASE).await.unwrap());
    let sql = "select count(*) from auth.users u
        join auth.user_roles r on r.user_id = u.id and r.role = 'student'
        join public.profiles p on p.user_id = u.id and p.name = 'Айгерім' and p.locale = 'kk'
        join public.memberships m on m.user_id = u.id
        where u.display_name = 'Айгерім'";
    assert_eq!(world.count(sql).await, 1);
}

#[tokio::test]
async fn the_answer_is_the_same_for_a_new_an_unproved_and_a_proved_address() {
    let world = World::new().await;
    world.user().await;
    world.pass(TimeDelta::nanoseconds(123_456_789));
    let before = world.identity.hasher_stats().computed;
    let new = pending(sign_up(&world.identity, NEW, PHRASE).await.unwrap());
    let unproved = pending(
        sign_up(&world.identity, NEW, "another phrase")
            .await
            .unwrap(),
    );
    let proved = pending(sign_up(&world.identity, EMAIL, PHRASE).await.unwrap());
    assert_eq!(looks(&new), looks(&unproved));
    assert_eq!(looks(&new), looks(&proved));
    assert_ne!(new.id, unproved.id, "nobody learns the id of an account");
    assert_eq!(
        world.identity.hasher_stats().computed - before,
        6,
        "one hash and one comparison each"
    );
    assert_eq!(
        world.letter_kinds().await,
        ["confirm_sign_up", "confirm_sign_up", "already_registered"]
    );
    world.sign_in().await;
}

/// What somebody hears who tries these passwords.
async fn heard(world: &World, email: &str, passwords: &[&str]) -> Vec<&'static str> {
    let mut answers = Vec::new();
    for password in passwords {
        let password = SecretString::from(*password);
        let refused = world.identity.sign_in(email, &password, me()).await;
        answers.push(GoTrueError::from(&refused.unwrap_err()).code);
    }
    answers
}

#[tokio::test]
async fn several_sign_ups_and_sign_ins_tell_nothing_of_an_address() {
    const FIRST: &str = "the first of three phrases";
    const SECOND: &str = "the second of three phrases";
    const THIRD: &str = "the third of three phrases";
    let (waits, wrong) = ("email_not_confirmed", "invalid_credentials");
    for (wanted, expected) in [
        (vec![FIRST], [waits, wrong, wrong]),
        (vec![FIRST, SECOND], [wrong, waits, wrong]),
        (vec![FIRST, SECOND, THIRD], [wrong, wrong, waits]),
        (vec![FIRST, SECOND, FIRST], [waits, wrong, wrong]),
    ] {
        let world = World::new().await;
        world.user().await;
        // Under this address somebody waits already, with a password of their own.
        let unproved = "waiting@mail.ru";
        pending(sign_up(&world.identity, unproved, PHRASE).await.unwrap());
        let made_by_otp = "by-letter@mail.ru";
        let request = OtpRequest {
            email: made_by_otp.parse().unwrap(),
            create: Some(Map::new()),
        };
        let sent = world.identity.send_otp(request, plain(), me()).await;
        sent.unwrap();
        for email in [NEW, unproved, made_by_otp, EMAIL] {
            for password in &wanted {
                pending(sign_up(&world.identity, email, password).await.unwrap());
            }
            let before = world.identity.hasher_stats().computed;
            let answers = heard(&world, email, &[FIRST, SECOND, THIRD]).await;
            assert_eq!(answers, expected, "{email} after {wanted:?}");
            let hashes = world.identity.hasher_stats().computed - before;
            assert_eq!(hashes, 6, "{email} after {wanted:?}");
        }
        world.sign_in().await;
    }
}

#[tokio::test]
async fn a_sign_up_at_an_address_that_is_taken_is_noted() {
    let world = World::new().await;
    world.user().await;
    pending(sign_up(&world.identity, EMAIL, PHRASE).await.unwrap());
    pending(sign_up(&world.identity, NEW, PHRASE).await.unwrap());
    pending(sign_up(&world.identity, NEW, PHRASE).await.unwrap());
    let another = sign_up(&world.identity, NEW, "another quiet phrase").await;
    pending(another.unwrap());
    let noted = async |details: &str| {
        let sql = format!(
            "select count(*) from auth.audit_events where action = 'user.sign_up_repeated'
                and actor_kind = 'visitor' and details = '{details}' and subject_user_id is not null"
        );
        world.count(&sql).await
    };
    assert_eq!(noted(r#"{"waiting":false,"contested":false}"#).await, 1);
    assert_eq!(noted(r#"{"waiting":true,"contested":false}"#).await, 1);
    assert_eq!(noted(r#"{"waiting":true,"contested":true}"#).await, 1);
    // Where addresses are not proved there is no letter, and the answer says it; the event names nobody.
    let open = world.with(rules(|rules| rules.autoconfirm = true)).await;
    let taken = sign_up(&open, EMAIL, PHRASE).await;
    assert!(matches!(taken, Err(SignUpError::EmailTaken)));
    let tagged = "select count(*) from auth.audit_events where action = 'user.sign_up_repeated'
        and details ? 'address'";
    assert_eq!(world.count(tagged).await, 1);
}

#[tokio::test]
async fn what_a_sign_up_was_refused_with_is_forgotten_with_the_first_proof() {
    const ANOTHER: &str = "another quiet phrase";
    let world = World::new().await;
    pending(sign_up(&world.identity, NEW, PHRASE).await.unwrap());
    pending(sign_up(&world.identity, NEW, ANOTHER).await.unwrap());
    let letter = world.receive("confirm_sign_up").await;
    verified(&world, "signup", letter.link()).await.unwrap();
    let kept = "select count(*) from auth.refused_sign_ups";
    assert_eq!(world.count(kept).await, 0);
    let answers = heard(&world, NEW, &[PHRASE, ANOTHER]).await;
    assert_eq!(answers, ["invalid_credentials"; 2]);
}

#[tokio::test]
async fn ids_of_free_and_taken_addresses_are_of_the_moment_of_the_sign_up() {
    let world = World::new().await;
    world.user().await;
    for (email, letter) in [(NEW, "free"), (NEW, "unproved"), (EMAIL, "proved")] {
        let slow = world.db.admin().await;
        // Whoever signs up waits for a row that somebody else holds, and meanwhile time passes.
        slow.batch_execute("begin; lock table auth.users in access exclusive mode")
            .await
            .unwrap();
        let answer = sign_up(&world.identity, email, PHRASE);
        let release = async {
            let waiting = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'
                and query like '%auth.users%' and datname = current_database()";
            for _ in 0..2_000 {
                if world.count(waiting).await > 0 {
                    break;
                }
                tokio::task::yield_now().await;
            }
            world.pass(TimeDelta::milliseconds(50));
            slow.batch_execute("commit").await.unwrap();
        };
        let user = pending(tokio::join!(answer, release).0.unwrap());
        let (seconds, nanos) = user.id.0.get_timestamp().unwrap().to_unix();
        let drawn = i64::try_from(seconds * 1_000).unwrap() + i64::from(nanos / 1_000_000);
        assert_eq!(drawn - user.created_at.timestamp_millis(), 0, "{letter}");
    }
}

#[tokio::test]
async fn two_passwords_for_an_unproved_address_are_none_once_it_is_proved() {
    for (second, is_kept) in [("another phrase", false), (PHRASE, true)] {
        let world = World::new().await;
        drop(sign_up(&world.identity, NEW, PHRASE).await.unwrap());
        drop(sign_up(&world.identity, NEW, second).await.unwrap());
        let letter = world.receive("confirm_sign_up").await;
        let session = verified(&world, "signup", letter.link()).await.unwrap();
        assert!(session.user.email_proof.usable_since().is_some());
        for password in [PHRASE, "another phrase"] {
            let typed = SecretString::from(password);
            let outcome = world.identity.sign_in(NEW, &typed, me()).await;
            assert_eq!(outcome.is_ok(), is_kept && password == PHRASE, "{password}");
        }
    }
}

#[tokio::test]
async fn a_sign_in_after_a_sign_up_does_not_tell_whether_the_address_was_taken() {
    let world = World::new().await;
    world.user().await;
    drop(sign_up(&world.identity, NEW, PHRASE).await.unwrap());
    drop(sign_up(&world.identity, EMAIL, PHRASE).await.unwrap());
    let mut seen = Vec::new();
    for email in [NEW, EMAIL] {
        for password in [PHRASE, "something else"] {
            let (typed, before) = (SecretString::from(password), world.identity.hasher_stats());
            let error = world.identity.sign_in(email, &typed, me()).await;
            let code = error.unwrap_err().code();
            let computed = world.identity.hasher_stats().computed - before.computed;
            seen.push((password, code, computed));
        }
    }
    assert_eq!(seen[..2], seen[2..], "answer and work");
    assert_eq!(seen[0].1, "auth.email_not_confirmed");
    assert_eq!(seen[1].1, "auth.credentials_invalid");
    world.sign_in().await;
}

#[tokio::test]
async fn without_letters_a_sign_up_is_a_sign_in_and_never_into_another_ones_account() {
    let world = World::new().await;
    let open = world.with(rules(|rules| rules.autoconfirm = true)).await;
    let session = match sign_up(&open, NEW, PHRASE).await.unwrap() {
        SignedUp::Session(session) => session,
        SignedUp::Pending(_) => panic!("no session"),
    };
    assert!(session.user.email_proof.usable_since().is_some());
    let name = stoa_domain::PersonName::parse("B").unwrap();
    let invited = "invited@mail.ru".parse().unwrap();
    world
        .identity
        .find_or_create_buyer(&invited, &name, None, &stoa_identity::Origin::system())
        .await
        .unwrap();
    for taken in [NEW, "invited@mail.ru"] {
        let error = sign_up(&open, taken, PHRASE).await.unwrap_err();
        assert_eq!(error.code(), "auth.email_taken", "{taken}");
        let gotrue = GoTrueError::from(&error);
        assert_eq!((gotrue.status, gotrue.code), (422, "user_already_exists"));
    }
    assert!(world.letters().await.is_empty());
}

#[tokio::test]
async fn a_closed_house_takes_nobody_in_and_says_so_only_to_who_signs_up() {
    let world = World::new().await;
    let closed = world.with(rules(|rules| rules.sign_up = false)).await;
    let error = sign_up(&closed, NEW, PHRASE).await.unwrap_err();
    assert_eq!(GoTrueError::from(&error).code, "signup_disabled");
    let error = closed
        .sign_in_anonymously(Map::new(), me())
        .await
        .unwrap_err();
    assert_eq!(
        GoTrueError::from(&error).code,
        "anonymous_provider_disabled"
    );
    let request = OtpRequest {
        email: NEW.parse().unwrap(),
        create: Some(Map::new()),
    };
    closed.send_otp(request, plain(), me()).await.unwrap();
    assert_eq!(world.count("select count(*) from auth.users").await, 0);
}

#[tokio::test]
async fn a_weak_password_is_refused_with_the_reasons_that_clients_know() {
    let world = World::new().await;
    for (password, reasons) in [
        ("xq7z", vec!["length"]),
        ("password1", vec!["pwned"]),
        ("new@mail.ru", vec!["characters"]),
        ("qwerty1", vec!["length", "pwned"]),
    ] {
        let error = sign_up(&world.identity, NEW, password).await.unwrap_err();
        let gotrue = GoTrueError::from(&error);
        assert_eq!((gotrue.status, gotrue.code), (422, "weak_password"));
        assert_eq!(gotrue.weak_password, reasons, "{password}");
    }
    assert_eq!(world.count("select count(*) from auth.users").await, 0);
}

#[tokio::test]
async fn an_otp_makes_an_account_once_and_drops_a_password_nobody_proved() {
    let world = World::new().await;
    // Somebody else was faster with this address, and chose a password.
    pending(sign_up(&world.identity, NEW, PHRASE).await.unwrap());
    let ask = async |email: &str, create: Option<Map<String, Value>>| {
        let email = email.parse().unwrap();
        let request = OtpRequest { email, create };
        world
            .identity
            .send_otp(request, plain(), me())
            .await
            .unwrap();
    };
    ask(NEW, Some(Map::new())).await;
    let letter = world.receive("magic_link").await;
    let session = verified(&world, "email", letter.code()).await.unwrap();
    assert_eq!(
        claims(crate::world::bearer(&session))["amr"][0]["method"],
        "otp"
    );
    let stolen = world
        .identity
        .sign_in(NEW, &SecretString::from(PHRASE), me())
        .await;
    assert!(matches!(stolen, Err(SignInError::InvalidCredentials)));

    // The letter of somebody new answers to `signup` too.
    ask("newcomer@mail.ru", Some(Map::new())).await;
    let letter = world.receive("magic_link").await;
    verified(&world, "signup", letter.code()).await.unwrap();
    world
        .arrange(
            "delete from auth.users where email = 'newcomer@mail.ru'",
            &[],
        )
        .await;

    ask("third@mail.ru", None).await;
    assert_eq!(world.count("select count(*) from auth.users").await, 1);
    ask("third@mail.ru", Some(map(json!({ "name": "T" })))).await;
    let letter = world.receive("magic_link").await;
    assert_eq!(letter.asked.email, "third@mail.ru");
    let session = verified(&world, "magiclink", letter.link()).await.unwrap();
    assert_eq!(session.user.display_name.as_deref(), Some("T"));
}

#[tokio::test]
async fn five_wrong_codes_void_a_code_and_the_link_stays_good() {
    let world = World::new().await;
    world.user().await;
    let email = EMAIL.parse().unwrap();
    world.identity.recover(&email, plain(), me()).await.unwrap();
    let letter = world.receive("recovery").await;
    let wrong = stoa_identity::Proof::Code {
        email,
        code: SecretString::from("000000"),
    };
    for _ in 0..5 {
        assert!(verified(&world, "recovery", &wrong).await.is_err());
    }
    assert!(verified(&world, "recovery", letter.code()).await.is_err());
    verified(&world, "recovery", letter.link()).await.unwrap();
}

#[tokio::test]
async fn a_recovery_ends_every_session_and_says_so_in_the_new_one() {
    let world = World::new().await;
    let old = world.session().await;
    let email = EMAIL.parse().unwrap();
    let recover = world.identity.recover(&email, plain(), me());
    recover.await.unwrap();
    let letter = world.receive("recovery").await;
    let session = verified(&world, "recovery", letter.link()).await.unwrap();
    let token = crate::world::bearer(&session);
    assert_eq!(claims(token)["amr"][0]["method"], "recovery");
    assert!(world.identity.authenticate(token).await.is_ok());
    let gone = world
        .identity
        .authenticate(crate::world::bearer(&old))
        .await;
    assert!(gone.is_err());
    world.pass(TimeDelta::zero());
    world.sign_in().await;
    let _ = PASSWORD;
}

#[tokio::test]
async fn nobody_learns_whether_an_address_waits_for_a_letter() {
    let world = World::new().await;
    world.user().await;
    pending(sign_up(&world.identity, NEW, PHRASE).await.unwrap());
    for (what, email, letters) in [
        (Resent::SignUp, NEW, 1),
        (Resent::SignUp, EMAIL, 0),
        (Resent::SignUp, "nobody@mail.ru", 0),
        (Resent::EmailChange, EMAIL, 0),
        (Resent::EmailChange, "nobody@mail.ru", 0),
    ] {
        let before = world.letters().await.len();
        let email = email.parse().unwrap();
        let resent = world.identity.resend(what, &email, plain(), me());
        resent.await.unwrap();
        assert_eq!(world.letters().await.len() - before, letters, "{email}");
    }
    let nobody = "nobody@mail.ru".parse().unwrap();
    world
        .identity
        .recover(&nobody, plain(), me())
        .await
        .unwrap();
    assert_eq!(world.count("select count(*) from auth.users").await, 2);
}

#[tokio::test]
async fn where_no_letter_leaves_nothing_says_that_one_was_sent() {
    let world = World::new().await;
    world.user().await;
    let silent = IdentityOptions {
        sends_mail: false,
        ..options()
    };
    let silent = world.with(silent).await;
    let made = pending(sign_up(&silent, NEW, PHRASE).await.unwrap());
    assert_eq!(made.confirmation_sent_at, None);
    let taken = pending(sign_up(&silent, EMAIL, PHRASE).await.unwrap());
    assert_eq!(looks(&made), looks(&taken), "and nobody learns who is here");
    let by = stoa_identity::Origin::service(me());
    let guest = "guest@mail.ru".parse().unwrap();
    let invited = silent.invite_by_email(&guest, Map::new(), None, &by);
    assert_eq!(invited.await.unwrap().invited_at, None);
    let email = EMAIL.parse().unwrap();
    silent.recover(&email, plain(), me()).await.unwrap();
    let told = "select count(*) from auth.users where confirmation_sent_at is not null or recovery_sent_at is not null
        or invited_at is not null or email_change_sent_at is not null";
    assert_eq!(world.count(told).await, 0);
    // The letters are there all the same, and leave once there is a server.
    let kinds = [
        "confirm_sign_up",
        "already_registered",
        "invite",
        "recovery",
    ];
    assert_eq!(world.letter_kinds().await, kinds);
}
