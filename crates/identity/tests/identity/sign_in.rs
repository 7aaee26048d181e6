use std::time::Duration;

use chrono::TimeDelta;
use futures::future::join_all;
use serde_json::json;
use stoa_core::{ExposeSecret as _, Failure as _, Kind, SecretString};
use stoa_identity::{
    GoTrueError, HasherOptions, IdentityOptions, Origin, SessionView, SignInError,
};

use crate::world::{EMAIL, ISSUER, PASSWORD, World, bearer, claims, client, options, part};

fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

#[tokio::test]
async fn the_right_password_gives_a_session_with_supabase_claims() {
    let world = World::new().await;
    let user = world.user().await;
    let session = world
        .identity
        .sign_in("  ANNA@Mail.ru ", &secret(PASSWORD), &client())
        .await
        .unwrap();
    let now = world.ambient.now().timestamp();
    let want = json!({
        "iss": ISSUER, "sub": user.id, "aud": "authenticated", "exp": now + 3600, "iat": now, "email": EMAIL,
        "phone": "", "app_metadata": { "provider": "email", "providers": ["email"], "roles": ["student"] },
        "user_metadata": {}, "role": "authenticated", "aal": "aal1",
        "amr": [{ "method": "password", "timestamp": now }], "session_id": session.id, "is_anonymous": false,
    });
    assert_eq!(claims(bearer(&session)), want);
    let header = part(bearer(&session), 0);
    assert_eq!(
        (&header["alg"], &header["typ"]),
        (&json!("ES256"), &json!("JWT"))
    );
    assert_eq!(header["kid"], world.identity.jwks()["keys"][0]["kid"]);
    let view = serde_json::to_value(SessionView::from(&session)).unwrap();
    assert_eq!(view["user"]["last_sign_in_at"], json!(world.ambient.now()));
}

#[tokio::test]
async fn the_actor_is_what_the_live_session_says() {
    let world = World::new().await;
    let session = world.session().await;
    let actor = world.identity.authenticate(bearer(&session)).await.unwrap();
    assert_eq!(
        (actor.user_id, actor.session_id),
        (session.user.id, session.id)
    );
    assert_eq!(actor.email.as_deref(), Some(EMAIL));
    assert_eq!(actor.roles, session.user.roles);
    assert_eq!(
        actor.community_id.to_string(),
        "00000000-0000-7000-8000-000000000001"
    );
    assert_eq!(world.identity.user(&actor).await.unwrap().id, actor.user_id);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_look_and_cost_the_same() {
    let world = World::new().await;
    world.user().await;
    let uninvited = "nobody-yet@mail.ru";
    let name = stoa_domain::PersonName::parse("B").unwrap();
    world
        .identity
        .find_or_create_buyer(&uninvited.parse().unwrap(), &name, None, &Origin::system())
        .await
        .unwrap();
    let before = world.identity.hasher_stats().computed;
    let tries = [
        (EMAIL, "wrong"),
        ("unknown@mail.ru", PASSWORD),
        (uninvited, PASSWORD),
        ("no address\0", PASSWORD),
    ];
    for (email, password) in tries {
        let error = world
            .identity
            .sign_in(email, &secret(password), &client())
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.code()),
            (Kind::Unauthenticated, "auth.credentials_invalid"),
            "{email}"
        );
        let gotrue = GoTrueError::from(&error);
        assert_eq!((gotrue.status, gotrue.code), (400, "invalid_credentials"));
        assert_eq!(gotrue.message, "Invalid login credentials");
    }
    assert_eq!(
        world.identity.hasher_stats().computed - before,
        8,
        "each of them costs two hashes"
    );
    assert_eq!(world.count("select count(*) from auth.sessions").await, 0);
}

#[tokio::test]
async fn a_ban_shows_only_after_the_password_proved_right() {
    let world = World::new().await;
    let user = world.user().await;
    let until = world.ambient.now() + TimeDelta::hours(1);
    world
        .arrange(
            "update auth.users set banned_until = $1 where id = $2",
            &[&until, &user.id.0],
        )
        .await;
    let try_with = async |password| {
        world
            .identity
            .sign_in(EMAIL, &secret(password), &client())
            .await
    };
    assert!(matches!(
        try_with("wrong").await,
        Err(SignInError::InvalidCredentials)
    ));
    let banned = try_with(PASSWORD).await.unwrap_err();
    assert_eq!(
        (banned.kind(), banned.code()),
        (Kind::Forbidden, "auth.user_banned")
    );
    world.pass(TimeDelta::hours(1));
    assert!(try_with(PASSWORD).await.is_ok());
}

#[tokio::test]
async fn an_unconfirmed_address_and_a_deleted_user_are_not_signed_in() {
    let world = World::new().await;
    world.user().await;
    let sign_in = async || {
        world
            .identity
            .sign_in(EMAIL, &secret(PASSWORD), &client())
            .await
    };
    world
        .arrange("update auth.users set email_confirmed_at = null", &[])
        .await;
    assert!(matches!(
        sign_in().await,
        Err(SignInError::EmailNotConfirmed)
    ));
    world
        .arrange(
            "update auth.users set email_confirmed_at = now(), deleted_at = now()",
            &[],
        )
        .await;
    assert!(matches!(
        sign_in().await,
        Err(SignInError::InvalidCredentials)
    ));
    assert_eq!(world.count("select count(*) from auth.sessions").await, 0);
}

#[tokio::test]
async fn a_hash_with_other_parameters_is_replaced_at_the_next_sign_in() {
    let world = World::new().await;
    let user = world.user().await;
    let weak = weak_hash(PASSWORD);
    world
        .arrange(
            "update auth.credentials set phc = $1 where user_id = $2",
            &[&weak, &user.id.0],
        )
        .await;
    world.sign_in().await;
    let strong =
        "select count(*) from auth.credentials where phc like '$argon2id$v=19$m=19456,t=2,p=1$%'";
    assert_eq!(world.count(strong).await, 1);
    world.sign_in().await;
}

fn weak_hash(password: &str) -> String {
    use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
    let params = Params::new(8192, 1, 1, None).unwrap();
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2
        .hash_password_with_salt(password.as_bytes(), b"0123456789abcdef")
        .unwrap()
        .to_string()
}

#[tokio::test]
async fn a_storm_of_sign_ins_is_refused_beyond_the_queue() {
    let world = World::new().await;
    world.user().await;
    let hasher = HasherOptions {
        threads: 1,
        queue: 1,
        wait: Duration::from_mins(1),
    };
    let identity = world
        .with(IdentityOptions {
            hasher,
            ..options()
        })
        .await;
    let (password, client) = (secret(PASSWORD), client());
    let answers = join_all((0..32).map(|_| identity.sign_in(EMAIL, &password, &client))).await;
    let (served, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert!(
        !served.is_empty() && !refused.is_empty(),
        "{} served",
        served.len()
    );
    for error in refused.into_iter().filter_map(Result::err) {
        assert_eq!(
            (error.kind(), error.code()),
            (Kind::Unavailable, "auth.busy")
        );
        assert_eq!(error.retry_after_seconds(), Some(2));
        assert_eq!(GoTrueError::from(&error).status, 503);
    }
}

#[tokio::test]
async fn nothing_of_a_session_is_stored_in_clear() {
    let world = World::new().await;
    let session = world.session().await;
    let cookie = world.identity.page_cookie(session.id, session.aal);
    let dump = world.db.admin().await;
    let tables = [
        "users",
        "credentials",
        "sessions",
        "signing_keys",
        "api_keys",
        "one_time_tokens",
    ];
    let private = world
        .identity
        .export_private_jwk(&Origin::system())
        .await
        .unwrap();
    let private: serde_json::Value = serde_json::from_str(private.expose_secret()).unwrap();
    let shown = world.identity.keys_show().unwrap();
    for table in tables {
        let sql = format!(
            "select coalesce(string_agg(encode(convert_to(t::text, 'UTF8'), 'escape'), ' '), '') from auth.{table} t"
        );
        let text: String = dump.query_one(&sql, &[]).await.unwrap().get(0);
        for secret in [
            bearer(&session),
            session.refresh_token.expose_secret(),
            cookie.expose_secret(),
            PASSWORD,
            private["d"].as_str().unwrap(),
            shown.service_role.expose_secret(),
        ] {
            assert!(!text.contains(secret), "a secret is in {table}");
            assert!(!text.contains(&hex(secret)), "a secret is in {table}");
        }
    }
}

fn hex(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}
