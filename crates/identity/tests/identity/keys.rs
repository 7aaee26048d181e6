use chrono::TimeDelta;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::Value;
use stoa_core::ExposeSecret as _;
use stoa_identity::ApiRole;

use crate::world::{World, bearer, claims};

/// Verifies as a stranger would, from the public key set alone.
fn verify_as_stranger(jwks: &Value, token: &str) -> Value {
    let jwks: JwkSet = serde_json::from_value(jwks.clone()).unwrap();
    let kid = jsonwebtoken::decode_header(token).unwrap().kid.unwrap();
    let key = DecodingKey::from_jwk(jwks.find(&kid).unwrap()).unwrap();
    let mut validation = Validation::new(Algorithm::ES256);
    validation.validate_exp = false;
    validation.validate_aud = false;
    jsonwebtoken::decode::<Value>(token, &key, &validation)
        .unwrap()
        .claims
}

#[tokio::test]
async fn the_key_set_verifies_every_token_and_holds_no_private_part() {
    let world = World::new().await;
    let session = world.session().await;
    let (jwks, shown) = (world.identity.jwks(), world.identity.keys_show().unwrap());
    assert_eq!(jwks["keys"].as_array().unwrap().len(), 2);
    for key in jwks["keys"].as_array().unwrap() {
        assert!(key.get("d").is_none());
        assert_eq!(
            (&key["kty"], &key["crv"], &key["alg"]),
            (&"EC".into(), &"P-256".into(), &"ES256".into())
        );
    }
    for token in [
        bearer(&session),
        shown.anon.expose_secret(),
        shown.service_role.expose_secret(),
    ] {
        assert_eq!(verify_as_stranger(&jwks, token), claims(token));
    }
    assert_eq!(shown.to_json()["jwks"], jwks);
}

#[tokio::test]
async fn keys_and_api_keys_are_the_same_after_a_restart_and_years_later() {
    let world = World::new().await;
    let session = world.session().await;
    let before = world.identity.keys_show().unwrap().to_json();
    world.pass(TimeDelta::minutes(30));
    let again = world.another_process().await;
    assert_eq!(again.keys_show().unwrap().to_json(), before);
    assert!(again.authenticate(bearer(&session)).await.is_ok());
    world.pass(TimeDelta::days(5 * 365));
    assert_eq!(
        again.api_role(before["anon"].as_str().unwrap()),
        Ok(ApiRole::Anon)
    );
    assert_eq!(
        again.api_role(before["service_role"].as_str().unwrap()),
        Ok(ApiRole::ServiceRole)
    );
    assert!(again.api_role("sb_publishable_x").is_err());
    assert!(again.api_role(bearer(&session)).is_err());
}

#[tokio::test]
async fn an_api_key_says_its_role_and_names_no_user() {
    let world = World::new().await;
    let shown = world.identity.keys_show().unwrap();
    for (key, role) in [(&shown.anon, "anon"), (&shown.service_role, "service_role")] {
        let claims = claims(key.expose_secret());
        assert_eq!(claims["role"], role);
        assert!(claims.get("sub").is_none() && claims["iss"].is_string());
        assert_eq!(claims["iat"], world.ambient.now().timestamp());
    }
    assert_eq!(
        world.identity.anon_key().unwrap().expose_secret(),
        shown.anon.expose_secret()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn processes_that_start_together_agree_on_the_keys() {
    let world = World::new().await;
    world
        .arrange("truncate auth.api_keys, auth.signing_keys", &[])
        .await;
    let (one, two, three) = futures::join!(
        world.another_process(),
        world.another_process(),
        world.another_process()
    );
    let shown = one.keys_show().unwrap().to_json();
    assert_eq!(two.keys_show().unwrap().to_json(), shown);
    assert_eq!(three.keys_show().unwrap().to_json(), shown);
    assert_eq!(
        world.count("select count(*) from auth.signing_keys").await,
        2
    );
    assert_ne!(world.identity.jwks(), one.jwks());
    world.identity.reload_keys().await.unwrap();
    assert_eq!(world.identity.jwks(), one.jwks());
}
