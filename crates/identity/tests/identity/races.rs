//! What happens to one person at the same moment from several sides.

use std::time::Duration;

use futures::future::join_all;
use stoa_core::Failure as _;
use stoa_identity::{
    Ban, CodeChallenge, LinkWish, Origin, OtpRequest, RefreshError, Resent, SignOutScope,
    UserChange,
};

use crate::mailbox::{me, plain};
use crate::world::{EMAIL, World, bearer};

impl World {
    /// Waits until a statement of the platform waits for a row that somebody else holds.
    async fn until_blocked(&self) {
        let waiting = "select count(*) from pg_stat_activity
            where wait_event_type = 'Lock' and datname = current_database()";
        let watch = async {
            while self.count(waiting).await == 0 {
                tokio::task::yield_now().await;
            }
        };
        let watched = tokio::time::timeout(Duration::from_secs(10), watch);
        assert!(watched.await.is_ok(), "nobody waits for the row");
    }
}

#[tokio::test]
async fn who_signs_out_waits_for_the_person_before_any_session() {
    let world = World::new().await;
    let session = world.session().await;
    for which in [
        SignOutScope::Others,
        SignOutScope::Local,
        SignOutScope::Global,
    ] {
        let session = world.sign_in().await;
        let actor = world.identity.authenticate(bearer(&session)).await.unwrap();
        let banning = world.db.admin().await;
        let lock = "begin; select 1 from auth.users for no key update";
        banning.batch_execute(lock).await.unwrap();
        let out = world.identity.sign_out(&actor, which, me());
        let release = async {
            world.until_blocked().await;
            let nowait = "select 1 from auth.sessions for update nowait; commit";
            banning.batch_execute(nowait).await
        };
        let (out, looked) = tokio::join!(out, release);
        looked.expect("no session is held by who waits for the person");
        out.unwrap();
    }
    let by = Origin::system();
    let revoked = world.identity.revoke_sessions(session.user.id, None, &by);
    let banning = world.db.admin().await;
    let lock = "begin; select 1 from auth.users for no key update";
    banning.batch_execute(lock).await.unwrap();
    let release = async {
        world.until_blocked().await;
        banning.batch_execute("commit").await.unwrap();
    };
    tokio::join!(revoked, release).0.unwrap();
}

#[tokio::test]
async fn sign_outs_bans_refreshes_and_revocations_at_once_are_no_fault_of_ours() {
    let world = World::new().await;
    let id = world.user().await.id;
    for round in 0..6 {
        let mut sessions = Vec::new();
        for _ in 0..6 {
            sessions.push(world.sign_in().await);
        }
        let identity = &world.identity;
        let by = Origin::system();
        let sign_outs = join_all(sessions.iter().map(async |session| {
            let actor = identity.authenticate(bearer(session)).await.ok()?;
            let which = [SignOutScope::Global, SignOutScope::Others][round % 2];
            Some(identity.sign_out(&actor, which, me()).await)
        }));
        let comings = join_all(
            sessions
                .iter()
                .map(|session| identity.refresh(&session.refresh_token, me())),
        );
        let ban = identity.ban(id, Ban::For(chrono::TimeDelta::hours(1)), &by);
        let revocation = identity.revoke_sessions(id, None, &by);
        let (outs, refreshed, ban, revoked) = tokio::join!(sign_outs, comings, ban, revocation);
        for out in outs.into_iter().flatten() {
            out.unwrap();
        }
        for refused in refreshed.into_iter().filter_map(Result::err) {
            assert!(!matches!(refused, RefreshError::Fault(_)), "{refused}");
        }
        ban.unwrap();
        revoked.unwrap();
        identity.ban(id, Ban::Lifted, &by).await.unwrap();
    }
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table of letters")]
async fn a_letter_asked_for_while_the_account_is_deleted_is_for_nobody() {
    let world = World::new().await;
    let session = world.session().await;
    let actor = world.identity.authenticate(bearer(&session)).await.unwrap();
    let wish = LinkWish {
        challenge: challenge(),
        ..LinkWish::default()
    };
    let email = EMAIL.parse().unwrap();
    let identity = &world.identity;
    let change = UserChange {
        email: Some("another@mail.ru".parse().unwrap()),
        ..UserChange::default()
    };
    let asked = identity.update_user(&actor, change, plain(), me()).await;
    asked.unwrap();
    let letters = world.letters().await.len();
    for what in ["recover", "otp", "resend change", "resend sign-up", "nonce"] {
        let unproved = "update auth.users set deleted_at = null, email_confirmed_at = null";
        let proved = "update auth.users set deleted_at = null, email_confirmed_at = now()";
        let state = if what == "resend sign-up" {
            unproved
        } else {
            proved
        };
        world.arrange(state, &[]).await;
        let deleting = world.db.admin().await;
        let delete = "begin; update auth.users set deleted_at = now()";
        deleting.batch_execute(delete).await.unwrap();
        let letter = async {
            match what {
                "recover" => identity
                    .recover(&email, &wish, me())
                    .await
                    .map_err(|error| error.code()),
                "otp" => {
                    let request = OtpRequest {
                        email: email.clone(),
                        create: None,
                    };
                    identity
                        .send_otp(request, &wish, me())
                        .await
                        .map_err(|error| error.code())
                }
                "resend change" => {
                    let resent = identity.resend(Resent::EmailChange, &email, &wish, me());
                    resent.await.map_err(|error| error.code())
                }
                "resend sign-up" => {
                    let resent = identity.resend(Resent::SignUp, &email, &wish, me());
                    resent.await.map_err(|error| error.code())
                }
                _ => identity
                    .reauthenticate(&actor, me())
                    .await
                    .map_err(|error| error.code()),
            }
        };
        let end = async {
            world.until_blocked().await;
            deleting.batch_execute("commit").await.unwrap();
        };
        let (answer, ()) = tokio::join!(letter, end);
        let want = if what == "nonce" {
            Err("auth.user_gone")
        } else {
            Ok(())
        };
        assert_eq!(answer, want, "{what}");
        assert_eq!(world.letters().await.len(), letters, "{what}");
    }
}

fn challenge() -> Option<CodeChallenge> {
    let text = "c".repeat(43);
    CodeChallenge::read(Some(&text), Some("s256")).unwrap()
}
