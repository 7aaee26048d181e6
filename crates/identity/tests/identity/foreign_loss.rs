//! A changed or removed accepted issuer never signs its people out silently.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use stoa_core::SecretString;
use stoa_identity::{
    AcceptedIssuer, ClaimIssuerError, Identity, IdentityOptions, IssuerChange, IssuerKeys,
    LossCause, MasterKey, SessionLoss, SessionLossError, SignOutScope,
};
use stoa_testkit::fakes::oidc::{FakeOidc, hs256};

use crate::federation::{LEGACY, SECRET, accepting, claims, legacy, legacy_claims, partner};
use crate::world::{World, client, options};

async fn start(world: &World, issuers: Vec<AcceptedIssuer>) -> Result<(), SessionLossError> {
    match accepting(world, issuers).await.claim_issuer().await {
        Ok(()) => Ok(()),
        Err(ClaimIssuerError::Loss(loss)) => Err(loss),
        Err(error) => panic!("{error}"),
    }
}

fn other_secret(until: DateTime<Utc>) -> AcceptedIssuer {
    AcceptedIssuer {
        keys: IssuerKeys::Secret(SecretString::from(
            "another secret, which is long enough too",
        )),
        ..legacy(until)
    }
}

/// Why, and how many people.
fn lost(error: &SessionLossError) -> Vec<(IssuerChange, i64)> {
    let LossCause::ForeignIssuers(lost) = &error.cause else {
        panic!("{error}")
    };
    lost.iter().map(|one| (one.change, one.people)).collect()
}

async fn come(world: &World, identity: &Identity) {
    let ours = world.user().await;
    let token = hs256(SECRET, &legacy_claims(world, &json!(ours.id)));
    identity.authenticate(&token).await.unwrap();
}

#[tokio::test]
async fn each_change_that_refuses_their_tokens_is_refused_with_the_number_of_people() {
    let world = World::new().await;
    let until = world.ambient.now() + TimeDelta::days(20);
    let identity = accepting(&world, vec![legacy(until)]).await;
    identity.claim_issuer().await.unwrap();
    assert_eq!(
        start(&world, vec![other_secret(until)]).await,
        Ok(()),
        "nobody came yet"
    );
    start(&world, vec![legacy(until)]).await.unwrap();
    come(&world, &identity).await;

    let other_audience = AcceptedIssuer {
        audience: "students".to_owned(),
        ..legacy(until)
    };
    let over = legacy(world.ambient.now());
    for (issuers, change) in [
        (vec![other_secret(until)], IssuerChange::OtherKeys),
        (vec![other_audience], IssuerChange::OtherAudience),
        (vec![over], IssuerChange::Ended),
        (Vec::new(), IssuerChange::Removed),
    ] {
        let refused = start(&world, issuers).await.unwrap_err();
        assert_eq!((refused.sessions, lost(&refused)), (1, vec![(change, 1)]));
        let told = refused.to_string();
        assert!(
            told.contains("1 person(s)") && told.contains(LEGACY),
            "{told}"
        );
        assert!(
            told.contains("--accept-session-loss") && !told.contains(SECRET),
            "{told}"
        );
    }
    // What refuses nobody is no loss: another name, another rule, more time.
    let kept = AcceptedIssuer {
        name: "former".to_owned(),
        ..legacy(until + TimeDelta::days(5))
    };
    assert_eq!(start(&world, vec![kept]).await, Ok(()));
}

#[tokio::test]
async fn an_accepted_loss_is_noted_once_and_no_secret_is_kept() {
    let world = World::new().await;
    let until = world.ambient.now() + TimeDelta::days(20);
    let identity = accepting(&world, vec![legacy(until)]).await;
    identity.claim_issuer().await.unwrap();
    come(&world, &identity).await;
    let options = IdentityOptions {
        accepted_issuers: vec![other_secret(until)],
        session_loss: SessionLoss::Accepted,
        ..options()
    };
    world.with(options).await.claim_issuer().await.unwrap();
    assert_eq!(
        start(&world, vec![other_secret(until)]).await,
        Ok(()),
        "accepted once"
    );
    let noted = "select count(*) from auth.audit_events where action = 'key.sessions_given_up' and details -> 'issuers' -> 0 ->> 'change' = 'other_keys'";
    assert_eq!(world.count(noted).await, 1);
    let kept = "select count(*) from auth.accepted_issuers where position('secret'::bytea in keys_tag) > 0";
    assert_eq!(world.count(kept).await, 0);
}

#[tokio::test]
async fn only_people_whose_tokens_would_be_taken_today_are_counted() {
    let (world, fake) = (World::new().await, FakeOidc::start().await);
    let identity = accepting(&world, vec![partner(&fake)]).await;
    identity.claim_issuer().await.unwrap();
    world.user().await;
    let token = fake.sign(&claims(&world, &fake));
    let actor = identity.authenticate(&token).await.unwrap();
    let gone = || start(&world, Vec::new());
    assert_eq!(gone().await.unwrap_err().sessions, 1);
    world.pass(TimeDelta::seconds(1));
    let out = identity
        .sign_out(&actor, SignOutScope::Global, &client())
        .await;
    out.unwrap();
    assert_eq!(gone().await, Ok(()), "signed out");

    start(&world, vec![partner(&fake)]).await.unwrap();
    world.pass(TimeDelta::hours(2));
    let token = fake.sign(&claims(&world, &fake));
    identity.authenticate(&token).await.unwrap();
    let moved = AcceptedIssuer {
        keys: IssuerKeys::Jwks(format!("{}?new", fake.jwks_url()).parse().unwrap()),
        ..partner(&fake)
    };
    let refused = start(&world, vec![moved]).await.unwrap_err();
    assert_eq!(lost(&refused), [(IssuerChange::OtherKeys, 1)]);
    world.pass(TimeDelta::days(31));
    assert_eq!(gone().await, Ok(()), "nobody came for a month");
}

#[tokio::test]
async fn an_issuer_whose_time_is_over_leaves_as_was_planned() {
    let world = World::new().await;
    let until = world.ambient.now() + TimeDelta::days(1);
    let identity = accepting(&world, vec![legacy(until)]).await;
    identity.claim_issuer().await.unwrap();
    come(&world, &identity).await;
    world.pass(TimeDelta::days(1));
    assert_eq!(start(&world, vec![legacy(until)]).await, Ok(()));
    assert_eq!(start(&world, Vec::new()).await, Ok(()));
}

#[tokio::test]
async fn what_a_start_would_end_is_foreseen_and_nothing_is_changed() {
    let world = World::new().await;
    let until = world.ambient.now() + TimeDelta::days(20);
    let identity = accepting(&world, vec![legacy(until)]).await;
    identity.claim_issuer().await.unwrap();
    come(&world, &identity).await;
    world.sign_in().await;
    let other = MasterKey::from_base64(&MasterKey::generate(&world.ambient)).unwrap();
    let moved = IdentityOptions {
        issuer: "https://academy.kz/auth/v1".to_owned(),
        ..options()
    };
    let foresee = async |master: &MasterKey, options: &IdentityOptions| {
        let db = &world.db.db;
        Identity::foresee_losses(db, &world.ambient, master, options)
            .await
            .unwrap()
    };
    for _ in 0..2 {
        let losses = foresee(&world.master_key(), &moved).await;
        let causes: Vec<_> = losses.iter().map(|loss| loss.sessions).collect();
        assert_eq!(causes, [1, 1], "the own name, and the issuer: {losses:?}");
    }
    let losses = foresee(&other, &moved).await;
    assert_eq!(losses[0].cause, LossCause::OtherMasterKey);
    let accepted = IdentityOptions {
        session_loss: SessionLoss::Accepted,
        ..moved
    };
    assert_eq!(foresee(&other, &accepted).await, []);
    let kept = IdentityOptions {
        accepted_issuers: vec![legacy(until)],
        ..options()
    };
    assert_eq!(foresee(&world.master_key(), &kept).await, []);
}
