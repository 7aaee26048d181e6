use super::*;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use serde_json::json;
use stoa_core::{Ambient, ExposeSecret as _};

use crate::token::{ApiClaims, HeldKey, KeyTimes};

const ISSUER: &str = "https://stoa.test/auth/v1";

struct World {
    ring: Keyring,
    rules: Rules,
    now: DateTime<Utc>,
}

impl World {
    fn new() -> Self {
        let ambient = Ambient::system();
        let times = KeyTimes {
            signs_from: ambient.now(),
            verifies_until: None,
        };
        let keys = KeyPurpose::ALL.map(|purpose| HeldKey {
            pair: KeyPair::generate(&ambient, purpose).0,
            times,
        });
        Self {
            ring: Keyring::new(keys.into(), Vec::new()),
            rules: Rules {
                issuers: vec![ISSUER.to_owned(), "https://old.test".to_owned()],
            },
            now: ambient.now(),
        }
    }

    fn claims(&self) -> Value {
        json!({
            "iss": ISSUER, "aud": "authenticated", "sub": Uuid::from_u128(7), "session_id": Uuid::from_u128(9),
            "exp": self.now.timestamp() + 3600, "iat": self.now.timestamp(), "role": "authenticated",
        })
    }

    fn sign(&self, claims: &Value) -> String {
        let key = self.ring.signing(KeyPurpose::Token, self.now).unwrap();
        key.sign(claims).unwrap().expose_secret().to_owned()
    }

    fn with(&self, name: &str, value: Value) -> Result<VerifiedToken, TokenError> {
        let mut claims = self.claims();
        claims[name] = value;
        self.verify(&self.sign(&claims))
    }

    fn without(&self, name: &str) -> Result<VerifiedToken, TokenError> {
        let mut claims = self.claims();
        claims.as_object_mut().unwrap().remove(name);
        self.verify(&self.sign(&claims))
    }

    fn verify(&self, token: &str) -> Result<VerifiedToken, TokenError> {
        self.rules.verify(&self.ring, token, self.now)
    }

    /// The same claims under a header of one's own, with the signature of the honest token.
    fn with_header(&self, header: &Value, claims: &Value) -> Result<VerifiedToken, TokenError> {
        let honest = self.sign(claims);
        let (_, rest) = honest.split_once('.').unwrap();
        self.verify(&format!("{}.{rest}", encode(header)))
    }

    fn kid(&self) -> String {
        self.ring
            .signing(KeyPurpose::Token, self.now)
            .unwrap()
            .id
            .to_string()
    }
}

fn encode(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

#[test]
fn an_honest_token_proves_user_and_session() {
    let world = World::new();
    let token = world.verify(&world.sign(&world.claims())).unwrap();
    assert_eq!(
        (token.user_id.0, token.session_id.0),
        (Uuid::from_u128(7), Uuid::from_u128(9))
    );
    assert!(world.with("iss", json!("https://old.test")).is_ok());
    assert!(world.with("aud", json!(["other", "authenticated"])).is_ok());
    assert!(
        world
            .with(
                "exp",
                serde_json::from_str(&format!("{}.5", world.now.timestamp() + 9)).unwrap()
            )
            .is_ok()
    );
}

#[test]
fn each_claim_has_its_own_failure() {
    let world = World::new();
    let malformed = |result| matches!(result, Err(TokenError::Malformed(_)));
    assert!(malformed(world.without("exp")));
    assert!(malformed(world.with("exp", json!("soon"))));
    assert!(malformed(world.with("nbf", json!("soon"))));
    assert_eq!(
        world.with("nbf", json!(world.now.timestamp() + 61)),
        Err(TokenError::NotYetValid)
    );
    let accepted = world.rules.issuers.clone();
    let got = |got: Option<&str>| TokenError::IssuerMismatch {
        got: got.map(str::to_owned),
        accepted: accepted.clone(),
    };
    assert_eq!(
        world.with("iss", json!("https://evil.test")),
        Err(got(Some("https://evil.test")))
    );
    assert_eq!(world.without("iss"), Err(got(None)));
    assert_eq!(world.with("iss", json!(5)), Err(got(None)));
    for bad in [json!("other"), json!(["other"]), json!(1), Value::Null] {
        assert_eq!(world.with("aud", bad), Err(TokenError::AudienceMismatch));
    }
    let no_sub = TokenError::SubMissing {
        role: Some("authenticated".to_owned()),
    };
    assert_eq!(world.without("sub"), Err(no_sub.clone()));
    assert_eq!(world.with("sub", json!("me")), Err(no_sub.clone()));
    assert_eq!(world.with("sub", json!({})), Err(no_sub));
    assert_eq!(
        world.without("session_id"),
        Err(TokenError::SessionIdMissing)
    );
}

#[test]
fn time_is_ours_and_clocks_may_be_a_minute_apart() {
    let mut world = World::new();
    let token = world.sign(&world.claims());
    world.now += TimeDelta::seconds(3600 + 59);
    let verified = world.verify(&token).unwrap();
    world.now += TimeDelta::seconds(1);
    assert_eq!(
        world.verify(&token),
        Err(TokenError::Expired { ago_seconds: 60 })
    );
    assert_eq!(
        verified.check_time(world.now),
        Err(TokenError::Expired { ago_seconds: 60 })
    );
}

#[test]
fn the_algorithm_is_bound_to_the_key_and_none_is_never_one() {
    let world = World::new();
    let claims = world.claims();
    for alg in [
        "none", "None", "NONE", "HS256", "RS256", "ES384", "EdDSA", "",
    ] {
        let answer = world.with_header(&json!({ "alg": alg, "kid": world.kid() }), &claims);
        assert_eq!(
            answer,
            Err(TokenError::AlgorithmNotAllowed(alg.to_owned())),
            "{alg}"
        );
    }
    let unsigned = format!("{}.{}.", encode(&json!({ "alg": "none" })), encode(&claims));
    assert_eq!(
        world.verify(&unsigned),
        Err(TokenError::AlgorithmNotAllowed("none".to_owned()))
    );
}

#[test]
fn an_api_key_that_was_replaced_is_called_that() {
    let world = World::new();
    let (former, _) = KeyPair::generate(&Ambient::system(), KeyPurpose::Api);
    let claims = ApiClaims::new(ApiRole::ServiceRole, world.now.timestamp());
    let key = former.sign(&claims).unwrap();
    let refused = world.verify(key.expose_secret()).unwrap_err();
    assert_eq!(refused, TokenError::ApiKeyReplaced);
    let told = stoa_core::Failure::public(&refused);
    assert!(
        told.contains("replaced") && !told.contains("issue"),
        "{told}"
    );
    let role = world
        .rules
        .verify_api_key(&world.ring, key.expose_secret(), world.now);
    assert_eq!(role, Err(TokenError::ApiKeyReplaced));
}

#[test]
fn keys_come_from_us_and_never_from_the_token() {
    let world = World::new();
    let (stranger, _) = KeyPair::generate(&Ambient::system(), KeyPurpose::Token);
    let claims = world.claims();
    let foreign = stranger.sign(&claims).unwrap();
    assert_eq!(
        world.verify(foreign.expose_secret()),
        Err(TokenError::UnknownKey)
    );
    assert_eq!(
        world.with_header(&json!({ "alg": "ES256" }), &claims),
        Err(TokenError::UnknownKey)
    );
    let (_, rest) = foreign.expose_secret().split_once('.').unwrap();
    let header = json!({
        "alg": "ES256", "kid": world.kid(), "jwk": stranger.public_jwk(), "jku": "https://evil.test/jwks",
        "x5u": "https://evil.test/x5u",
    });
    assert_eq!(
        world.verify(&format!("{}.{rest}", encode(&header))),
        Err(TokenError::BadSignature)
    );
    assert!(matches!(
        world.with_header(
            &json!({ "alg": "ES256", "kid": world.kid(), "crit": ["b64"], "b64": false }),
            &claims
        ),
        Err(TokenError::Malformed(_)),
    ));
}

#[test]
fn a_token_of_another_platform_names_its_issuer_before_its_key() {
    let world = World::new();
    let (stranger, _) = KeyPair::generate(&Ambient::system(), KeyPurpose::Token);
    let claims = json!({ "iss": format!("https://other.test/\n{}", "x".repeat(500)), "sub": Uuid::from_u128(1) });
    let es256 = stranger.sign(&claims).unwrap().expose_secret().to_owned();
    let hs256 = format!(
        "{}.{}.c2ln",
        encode(&json!({ "alg": "HS256" })),
        encode(&claims)
    );
    for token in [es256, hs256] {
        let Err(TokenError::IssuerMismatch {
            got: Some(got),
            accepted,
        }) = world.verify(&token)
        else {
            panic!("no mismatch");
        };
        assert!(got.starts_with("https://other.test/x") && got.len() == 200);
        assert_eq!(accepted, world.rules.issuers);
    }
}

#[test]
fn a_changed_token_has_a_wrong_signature() {
    let world = World::new();
    let token = world.sign(&world.claims());
    let (message, signature) = token.rsplit_once('.').unwrap();
    let mut claims = world.claims();
    claims["sub"] = json!(Uuid::from_u128(8));
    let header = message.split_once('.').unwrap().0;
    for bad in [
        format!("{header}.{}.{signature}", encode(&claims)),
        format!("{message}."),
        format!("{message}.AAAA"),
        format!("{message}.{}", URL_SAFE_NO_PAD.encode([0; 64])),
        format!("{message}.ё"),
    ] {
        assert_eq!(world.verify(&bad), Err(TokenError::BadSignature), "{bad}");
    }
}

#[test]
fn what_is_no_token_is_malformed_and_nothing_worse() {
    let world = World::new();
    let header = encode(&json!({ "alg": "ES256", "kid": world.kid() }));
    let twice = URL_SAFE_NO_PAD.encode(r#"{"sub":"a","sub":"b"}"#);
    for bad in [
        String::new(),
        "x".to_owned(),
        "..".to_owned(),
        "a.b".to_owned(),
        "a.b.c.d".to_owned(),
        format!("{header}.{header}"),
        format!("{header}..x"),
        format!("{header}.{}.x", encode(&Value::Null)),
        format!("{header}.{}.x", encode(&json!("text"))),
        format!("{header}.{twice}.x"),
        format!("{}.{header}.x", encode(&json!({ "kid": "x" }))),
        format!("{}.{header}.x", encode(&json!({ "alg": 5 }))),
        format!("{}.{header}.x", encode(&Value::Null)),
        format!("{header}.{}.x", URL_SAFE_NO_PAD.encode("[".repeat(3000))),
        "ё.ё.ё".to_owned(),
        "A".repeat(17_000),
    ] {
        assert!(
            matches!(world.verify(&bad), Err(TokenError::Malformed(_))),
            "{bad}"
        );
    }
}

#[test]
fn an_api_key_is_no_user_and_a_users_token_is_no_api_key() {
    let world = World::new();
    let key = world.ring.signing(KeyPurpose::Api, world.now).unwrap();
    for role in ApiRole::ALL {
        let token = key
            .sign(&ApiClaims::new(role, world.now.timestamp()))
            .unwrap();
        let token = token.expose_secret();
        assert_eq!(
            world.rules.verify_api_key(&world.ring, token, world.now),
            Ok(role)
        );
        assert_eq!(
            world.verify(token),
            Err(TokenError::SubMissing {
                role: Some(role.as_str().to_owned())
            })
        );
    }
    let mut claims = world.claims();
    claims["iss"] = json!(API_KEY_ISSUER);
    claims["role"] = json!("service_role");
    let users = world.sign(&claims);
    assert!(
        world
            .rules
            .verify_api_key(&world.ring, &users, world.now)
            .is_err()
    );
}
