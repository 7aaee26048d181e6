//! A changed secret or name never ends sessions silently.

use chrono::TimeDelta;
use stoa_core::{ExposeSecret as _, SecretString};
use stoa_identity::{
    ClaimIssuerError, Identity, IdentityOptions, LossCause, MasterKey, OpenError, RefreshError,
    SessionLoss, SessionLossError,
};

use crate::world::{World, bearer, client, options};

fn named(issuer: &str) -> IdentityOptions {
    IdentityOptions {
        issuer: issuer.to_owned(),
        ..options()
    }
}

fn accepting(options: IdentityOptions) -> IdentityOptions {
    IdentityOptions {
        session_loss: SessionLoss::Accepted,
        ..options
    }
}

/// A start with this master key.
async fn start(
    world: &World,
    master: &SecretString,
    options: IdentityOptions,
) -> Result<Identity, OpenError> {
    let master = MasterKey::from_base64(master).unwrap();
    Identity::open(world.db.db.clone(), world.ambient.clone(), master, options).await
}

fn loss<T>(outcome: Result<T, OpenError>) -> SessionLossError {
    match outcome.err().unwrap() {
        OpenError::Loss(loss) => loss,
        other => unreachable!("{other}"),
    }
}

#[tokio::test]
async fn another_master_key_is_refused_with_the_number_and_changes_nothing() {
    let world = World::new().await;
    let session = world.session().await;
    world.sign_in().await;
    let other = MasterKey::generate(&world.ambient);
    let refused = loss(start(&world, &other, options()).await);
    assert_eq!(refused.sessions, 2);
    assert_eq!(refused.cause, LossCause::OtherMasterKey);
    let text = refused.to_string();
    assert!(text.contains("STOA_MASTER_KEY") && text.contains("--accept-session-loss"));
    let again = world.another_process().await;
    assert!(again.authenticate(bearer(&session)).await.is_ok());
    assert_eq!(again.jwks(), world.identity.jwks());

    // A session that has ended by itself does not count.
    world.pass(TimeDelta::days(31));
    world.sign_in().await;
    assert_eq!(loss(start(&world, &other, options()).await).sessions, 1);
}

#[tokio::test]
async fn an_accepted_loss_ends_the_sessions_and_everything_works_anew() {
    let world = World::new().await;
    let session = world.session().await;
    let before = world.identity.keys_show().unwrap();
    let other = MasterKey::generate(&world.ambient);
    let anew = start(&world, &other, accepting(options())).await.unwrap();
    let gone = anew
        .refresh(&session.refresh_token, &client())
        .await
        .unwrap_err();
    assert!(matches!(gone, RefreshError::NotFound), "{gone}");
    assert!(anew.authenticate(bearer(&session)).await.is_err());
    assert_eq!(world.count("select count(*) from auth.sessions").await, 0);
    let after = anew.keys_show().unwrap();
    assert_ne!(after.anon.expose_secret(), before.anon.expose_secret());
    // The next start with the same key has nothing left to ask.
    let again = start(&world, &other, options()).await.unwrap();
    assert_eq!(again.keys_show().unwrap().to_json(), after.to_json());
}

#[tokio::test]
async fn missing_keys_are_made_silently_only_where_nobody_is_signed_in() {
    let world = World::new().await;
    let empty = "truncate auth.api_keys, auth.signing_keys";
    world.arrange(empty, &[]).await;
    world.another_process().await;
    world.identity.reload_keys().await.unwrap();
    world.session().await;
    world.arrange(empty, &[]).await;
    let refused = loss(world.try_with(options()).await);
    assert_eq!(
        (refused.sessions, refused.cause),
        (1, LossCause::KeysMissing)
    );
    assert!(world.try_with(accepting(options())).await.is_ok());
}

#[tokio::test]
async fn another_name_is_refused_while_people_hold_tokens_of_the_former() {
    let world = World::new().await;
    world.identity.claim_issuer().await.unwrap();
    let session = world.session().await;
    world.another_process().await.claim_issuer().await.unwrap();
    let moved = "https://academy.kz/auth/v1";
    let refused = world.with(named(moved)).await.claim_issuer().await;
    let Err(ClaimIssuerError::Loss(refused)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(refused.sessions, 1);
    assert!(refused.to_string().contains("auth.former_issuers"));

    let keeping = IdentityOptions {
        also_accepted: vec![options().issuer],
        ..named(moved)
    };
    let keeping = world.with(keeping).await;
    keeping.claim_issuer().await.unwrap();
    assert!(keeping.authenticate(bearer(&session)).await.is_ok());

    let back = world.with(accepting(options())).await;
    back.claim_issuer().await.unwrap();
}

#[tokio::test]
async fn on_loopback_another_port_is_no_other_name() {
    let world = World::new().await;
    let first = world.with(named("http://127.0.0.1:8080/auth/v1")).await;
    first.claim_issuer().await.unwrap();
    world.user().await;
    let session = first
        .sign_in(
            crate::world::EMAIL,
            &SecretString::from(crate::world::PASSWORD),
            &client(),
        )
        .await
        .unwrap();
    let second = world.with(named("http://127.0.0.1:9090/auth/v1")).await;
    second.claim_issuer().await.unwrap();
    assert!(second.authenticate(bearer(&session)).await.is_ok());
    let public = world.with(named("https://academy.kz/auth/v1")).await;
    assert!(public.claim_issuer().await.is_err());
}

#[tokio::test]
async fn a_second_factor_of_a_lost_key_is_counted_taken_away_and_told() {
    let world = World::new().await;
    let (session, _, _) = crate::factors::raised(&world).await;
    let other = MasterKey::generate(&world.ambient);
    let refused = loss(start(&world, &other, options()).await);
    assert_eq!(refused.factors, 1);
    assert!(refused.to_string().contains("1 second factor(s)"));
    let anew = start(&world, &other, accepting(options())).await.unwrap();
    assert_eq!(
        world.count("select count(*) from auth.factors").await,
        0,
        "nobody could answer its challenge"
    );
    let told = world.letter_kinds().await;
    assert_eq!(told.last().unwrap(), "factor_removed");
    let noted = "select count(*) from auth.audit_events where action = 'factor.removed'";
    assert_eq!(world.count(noted).await, 1);
    let password = SecretString::from(crate::world::PASSWORD);
    let client = client();
    let again = anew.sign_in(crate::world::EMAIL, &password, &client);
    assert_eq!(again.await.unwrap().user.id, session.user.id);
    // The loss was accepted once; the next start has nothing to say.
    assert!(start(&world, &other, options()).await.is_ok());
}
