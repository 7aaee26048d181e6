//! `/auth/v1/admin` over HTTP: what servers and administrators do with accounts, and bodies that mean harm.
#![expect(clippy::unwrap_used, clippy::too_many_lines, reason = "tests")]

mod support;

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use support::{ADMIN, STUDENT, Stoa, json_of};

struct Api<'a> {
    stoa: &'a Stoa,
    key: String,
}

impl Api<'_> {
    async fn ask(&self, method: Method, path: &str, body: Option<&str>) -> Response {
        let url = format!("{}/auth/v1{path}", self.stoa.url);
        let mut request = self.stoa.http.request(method, url).bearer_auth(&self.key);
        request = request.header("x-supabase-api-version", "2024-01-01");
        if let Some(body) = body {
            request = request
                .header("content-type", "application/json")
                .body(body.to_owned());
        }
        request.send().await.unwrap()
    }

    async fn json(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let answer = self.ask(method, path, Some(&body.to_string())).await;
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    async fn get(&self, path: &str) -> Value {
        json_of(self.ask(Method::GET, path, None).await, StatusCode::OK).await
    }

    async fn sign_in(&self, email: &str, password: &str) -> (u16, Value) {
        let body = json!({ "email": email, "password": password });
        self.json(Method::POST, "/token?grant_type=password", body)
            .await
    }
}

fn service(stoa: &Stoa) -> Api<'_> {
    let shown = support::run(&stoa.dir, &["keys", "show", "--format", "json"]);
    let keys: Value = serde_json::from_slice(&shown.stdout).unwrap();
    let key = keys["service_role"].as_str().unwrap().to_owned();
    Api { stoa, key }
}

#[tokio::test]
async fn a_users_whole_life_in_the_hands_of_an_administrator() {
    let stoa = Stoa::demo();
    let api = service(&stoa);
    let form = json!({
        "email": " Life@Mail.ru ", "password": "a good long password", "email_confirm": true,
        "user_metadata": { "full_name": "Life", "a": 1 }, "app_metadata": { "roles": ["student"], "plan": "x", "provider": "evil" },
    });
    let (status, user) = api.json(Method::POST, "/admin/users", form.clone()).await;
    assert_eq!(status, 200, "{user}");
    assert_eq!(user["email"], "life@mail.ru");
    assert_eq!(
        user["app_metadata"],
        json!({ "provider": "email", "providers": ["email"], "plan": "x", "roles": ["student"] })
    );
    assert!(user["email_confirmed_at"].is_string() && user.get("access_token").is_none());
    let (status, twice) = api.json(Method::POST, "/admin/users", form).await;
    assert_eq!((status, &twice["code"]), (422, &json!("email_exists")));
    let id = user["id"].as_str().unwrap();
    let path = format!("/admin/users/{id}");

    let (status, session) = api.sign_in("life@mail.ru", "a good long password").await;
    assert_eq!(status, 200);
    let token = session["access_token"].as_str().unwrap().to_owned();
    let me = || async {
        stoa.get("/auth/v1/user")
            .bearer_auth(&token)
            .send()
            .await
            .unwrap()
            .status()
    };
    assert_eq!(me().await, StatusCode::OK);
    let profile = stoa
        .get("/api/profile")
        .bearer_auth(&token)
        .send()
        .await
        .unwrap();
    assert_eq!(json_of(profile, StatusCode::OK).await["name"], "Life");

    let change = json!({ "user_metadata": { "a": null, "b": [2] }, "app_metadata": { "roles": ["student", "author"] } });
    let (status, user) = api.json(Method::PUT, &path, change).await;
    assert_eq!(status, 200);
    assert_eq!(
        user["user_metadata"],
        json!({ "full_name": "Life", "b": [2] })
    );
    assert_eq!(user["app_metadata"]["roles"], json!(["student", "author"]));
    assert_eq!(
        me().await,
        StatusCode::OK,
        "a change of data ends no session"
    );

    let (status, user) = api
        .json(Method::PUT, &path, json!({ "ban_duration": "24h" }))
        .await;
    assert_eq!(status, 200);
    assert!(user["banned_until"].is_string());
    assert_eq!(me().await, StatusCode::FORBIDDEN, "a ban is felt at once");
    let (status, banned) = api.sign_in("life@mail.ru", "a good long password").await;
    assert_eq!((status, &banned["code"]), (400, &json!("user_banned")));
    let (_, user) = api
        .json(Method::PUT, &path, json!({ "ban_duration": "none" }))
        .await;
    assert!(user.get("banned_until").is_none());

    let (_, session) = api.sign_in("life@mail.ru", "a good long password").await;
    let token = session["access_token"].as_str().unwrap().to_owned();
    let (status, _) = api
        .json(
            Method::PUT,
            &path,
            json!({ "password": "another long password" }),
        )
        .await;
    assert_eq!(status, 200);
    let gone = stoa
        .get("/auth/v1/user")
        .bearer_auth(&token)
        .send()
        .await
        .unwrap();
    assert_eq!(
        gone.status(),
        StatusCode::FORBIDDEN,
        "a new password ends sessions at once"
    );
    assert_eq!(
        api.sign_in("life@mail.ru", "a good long password").await.0,
        400
    );
    assert_eq!(
        api.sign_in("life@mail.ru", "another long password").await.0,
        200
    );

    let (status, body) = api
        .json(Method::DELETE, &path, json!({ "should_soft_delete": true }))
        .await;
    assert_eq!((status, body), (200, json!({})));
    let left = api.get(&path).await;
    assert!(
        left["deleted_at"].is_string() && !left.to_string().contains("life@mail.ru"),
        "{left}"
    );
    assert!(!left.to_string().contains("Life"));
    assert_eq!(
        api.sign_in("life@mail.ru", "another long password").await.0,
        400
    );
    let (status, next) = api
        .json(
            Method::POST,
            "/admin/users",
            json!({ "email": "life@mail.ru" }),
        )
        .await;
    assert_eq!(status, 200, "the address is free: {next}");
    let next = format!("/admin/users/{}", next["id"].as_str().unwrap());
    assert_eq!(
        api.ask(Method::DELETE, &next, None).await.status(),
        StatusCode::OK
    );
    let (status, body) = api.json(Method::PUT, &next, json!({})).await;
    assert_eq!((status, &body["code"]), (404, &json!("user_not_found")));

    let audit = api
        .get(&format!("/admin/audit?subject={id}&per_page=100"))
        .await;
    let actions: Vec<_> = audit
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["payload"]["action"].as_str().unwrap())
        .collect();
    for action in [
        "user.created",
        "user.updated",
        "user.banned",
        "user.unbanned",
        "password.changed",
        "session.signed_in",
        "session.sign_in_failed",
        "role.granted",
        "user.deleted",
    ] {
        assert!(actions.contains(&action), "{action} in {actions:?}");
    }
    assert!(!audit.to_string().contains("mail.ru"));
}

#[tokio::test]
async fn lists_have_the_headers_that_the_client_cuts_and_filters() {
    let stoa = Stoa::demo();
    let api = service(&stoa);
    let first = api
        .ask(Method::GET, "/admin/users?page=1&per_page=2", None)
        .await;
    assert_eq!(first.headers()["x-total-count"], "4");
    assert_eq!(
        first.headers()["link"],
        r#"</admin/users?page=2&per_page=2>; rel="next", </admin/users?page=2&per_page=2>; rel="last""#
    );
    let exposed = stoa
        .get("/auth/v1/admin/users")
        .bearer_auth(&api.key)
        .header("origin", "https://a.kz")
        .send()
        .await
        .unwrap();
    let exposed = exposed.headers()["access-control-expose-headers"]
        .to_str()
        .unwrap()
        .to_lowercase();
    assert!(
        exposed.contains("link") && exposed.contains("x-total-count"),
        "{exposed}"
    );
    let all = api.get("/admin/users?page=&per_page=").await;
    assert_eq!(
        (all["users"].as_array().unwrap().len(), &all["aud"]),
        (4, &json!("authenticated"))
    );
    let emails = |list: &Value| {
        list["users"]
            .as_array()
            .unwrap()
            .iter()
            .map(|user| user["email"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        emails(&api.get("/admin/users?email=ADMIN%40test.com").await),
        [ADMIN]
    );
    assert_eq!(
        emails(&api.get("/admin/users?filter=STUDENT").await),
        [STUDENT]
    );
    assert_eq!(
        emails(&api.get("/admin/users?filter=%D0%BA%D1%82%D0%BE").await),
        Vec::<String>::new()
    );
    for bad in [
        "page=0",
        "page=x",
        "per_page=-1",
        "email=nobody",
        "filter=%00",
    ] {
        let (status, body) = api
            .json(Method::GET, &format!("/admin/users?{bad}"), json!({}))
            .await;
        assert_eq!(
            (status, &body["code"]),
            (400, &json!("validation_failed")),
            "{bad}"
        );
    }
}

#[tokio::test]
async fn only_the_service_key_and_administrators_are_let_in() {
    let stoa = Stoa::demo();
    let config = json_of(
        stoa.get("/api/config").send().await.unwrap(),
        StatusCode::OK,
    )
    .await;
    let anon = config["auth"]["anonKey"].as_str().unwrap().to_owned();
    let callers = [
        (anon, 403, "not_admin"),
        (stoa.token(STUDENT).await, 403, "not_admin"),
        ("a.b.c".to_owned(), 403, "bad_jwt"),
    ];
    for (key, want, code) in callers {
        let api = Api { stoa: &stoa, key };
        let (status, body) = api.json(Method::GET, "/admin/users", json!({})).await;
        assert_eq!((status, &body["code"]), (want, &json!(code)));
    }
    let key = stoa.token(ADMIN).await;
    let api = Api { stoa: &stoa, key };
    let (status, user) = api
        .json(
            Method::POST,
            "/admin/users",
            json!({ "email": "by@admin.kz" }),
        )
        .await;
    assert_eq!(status, 200, "{user}");
    let nobody = stoa.get("/auth/v1/admin/users").send().await.unwrap();
    assert_eq!(nobody.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn bodies_that_mean_harm_are_refused_in_the_protocols_words_and_never_by_a_5xx() {
    let stoa = Stoa::demo();
    let api = service(&stoa);
    let (_, user) = api
        .json(
            Method::POST,
            "/admin/users",
            json!({ "email": "h@mail.ru" }),
        )
        .await;
    let path = format!("/admin/users/{}", user["id"].as_str().unwrap());
    let fields = [
        "id",
        "email",
        "email_confirm",
        "phone",
        "phone_confirm",
        "password",
        "password_hash",
        "user_metadata",
        "app_metadata",
        "role",
        "ban_duration",
        "should_soft_delete",
        "nobody_knows",
    ];
    let long = "ж".repeat(20_000);
    let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
    let values = [
        "null".to_owned(),
        "true".to_owned(),
        "0".to_owned(),
        "-1".to_owned(),
        "1e400".to_owned(),
        "1e308".to_owned(),
        "\"\"".to_owned(),
        "\" \"".to_owned(),
        "\"\\u0000\"".to_owned(),
        "\"\\ud800\"".to_owned(),
        "\"\u{202e}x\"".to_owned(),
        format!("\"{long}\""),
        "[]".to_owned(),
        "{}".to_owned(),
        deep.clone(),
        format!("{{\"x\":{deep}}}"),
        "{\"a\\u0000\":1}".to_owned(),
        "{\"roles\":[\"emperor\"]}".to_owned(),
        "{\"roles\":null}".to_owned(),
        "\"$2b$31$abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZ01234\"".to_owned(),
        "\"$argon2id$v=19$m=4194304,t=9,p=1$c29tZXNhbHRzYWx0$aaaa\"".to_owned(),
    ];
    for field in fields {
        for value in &values {
            let body = format!("{{\"{field}\":{value}}}");
            for (method, path) in [(Method::POST, "/admin/users"), (Method::PUT, path.as_str())] {
                let answer = api.ask(method.clone(), path, Some(&body)).await;
                let status = answer.status();
                let text = answer.text().await.unwrap();
                let short: String = body.chars().take(80).collect();
                assert!(
                    !status.is_server_error(),
                    "{method} {short}: {status} {text}"
                );
                let json: Value = serde_json::from_str(&text).unwrap();
                if status.is_client_error() {
                    assert!(
                        json["code"].is_string() && json["message"].is_string(),
                        "{short}: {text}"
                    );
                }
            }
        }
    }
    for body in [
        "",
        "null",
        "[]",
        "{",
        "\"x\"",
        "{\"email\":\"a@b.kz\",\"email\":\"c@b.kz\"}",
        "\u{0}",
    ] {
        let answer = api.ask(Method::POST, "/admin/users", Some(body)).await;
        assert!(
            answer.status().is_client_error(),
            "{body:?}: {}",
            answer.status()
        );
        let answer = api
            .ask(Method::DELETE, "/admin/users/not-an-id", Some(body))
            .await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{body:?}");
    }
    for bad in ["[]", "\"x\"", "{\"should_soft_delete\":\"yes\"}", "{"] {
        let answer = api.ask(Method::DELETE, &path, Some(bad)).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{bad}");
    }
}

#[tokio::test]
async fn an_imported_hash_signs_in_and_is_ours_afterwards() {
    let stoa = Stoa::demo();
    let api = service(&stoa);
    let firebase = "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==$42xEC+ixf3L2lw==$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==";
    let form = json!({ "email": "f@mail.ru", "email_confirm": true, "password_hash": firebase });
    let (status, user) = api.json(Method::POST, "/admin/users", form).await;
    assert_eq!(status, 200, "{user}");
    assert!(!user.to_string().contains("fbscrypt"));
    assert_eq!(api.sign_in("f@mail.ru", "user2password").await.0, 400);
    assert_eq!(api.sign_in("f@mail.ru", "user1password").await.0, 200);
    assert_eq!(
        api.sign_in("f@mail.ru", "user1password").await.0,
        200,
        "with the new hash too"
    );
}

#[tokio::test]
async fn what_an_administrator_writes_about_somebody_fits_into_a_token() {
    let stoa = Stoa::demo();
    let api = service(&stoa);
    let form =
        json!({ "email": "m@mail.ru", "password": "a good long password", "email_confirm": true });
    let (_, user) = api.json(Method::POST, "/admin/users", form).await;
    let path = format!("/admin/users/{}", user["id"].as_str().unwrap());
    let (most, more) = ("x".repeat(4000), "x".repeat(5000));
    for field in ["user_metadata", "app_metadata"] {
        for (method, path) in [(Method::PUT, path.as_str()), (Method::POST, "/admin/users")] {
            let mut body = json!({ field: { "a": more } });
            if method == Method::POST {
                body["email"] = json!("long@mail.ru");
            }
            let (status, answer) = api.json(method, path, body).await;
            assert_eq!(
                (status, &answer["code"]),
                (400, &json!("validation_failed"))
            );
            assert!(
                answer["message"].as_str().unwrap().contains(field),
                "{answer}"
            );
        }
        let (status, _) = api
            .json(Method::PUT, &path, json!({ field: { "a": most } }))
            .await;
        assert_eq!(status, 200, "{field}");
    }
    let (status, session) = api.sign_in("m@mail.ru", "a good long password").await;
    assert_eq!(status, 200);
    let token = session["access_token"].as_str().unwrap();
    let me = stoa.get("/auth/v1/user").bearer_auth(token).send().await;
    assert_eq!(
        me.unwrap().status(),
        StatusCode::OK,
        "the largest token is taken"
    );
}

#[tokio::test]
async fn a_weak_password_is_refused_with_its_reasons() {
    let stoa = Stoa::demo();
    let api = service(&stoa);
    let form = json!({ "email": "w@mail.ru", "password": "short" });
    let (status, answer) = api.json(Method::POST, "/admin/users", form).await;
    assert_eq!((status, &answer["code"]), (422, &json!("weak_password")));
    assert_eq!(
        answer["weak_password"]["reasons"],
        json!(["length", "pwned"]),
        "{answer}"
    );
}
