//! Two processes over one database: what ends a session on one is known to the other at once, on every kind of route.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::time::{Duration, Instant};

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use support::{GOOD_PASSWORD, Stoa, databases::Databases, folder, json_of};

/// Longest time until the other process knows: a hint of the database takes milliseconds, a busy machine more.
const A_MOMENT: Duration = Duration::from_secs(2);
const OTHER_PASSWORD: &str = "another quiet colonnade";

struct World {
    one: Stoa,
    two: Stoa,
    service_key: String,
}

/// Somebody who is signed in: by a token, and by the cookie of pages.
struct Person {
    id: String,
    email: String,
    token: String,
    cookie: String,
}

impl World {
    async fn send(&self, method: Method, path: &str, token: &str, body: &Value) -> Response {
        let request = self
            .one
            .http
            .request(method, format!("{}{path}", self.one.url));
        request.bearer_auth(token).json(body).send().await.unwrap()
    }

    async fn admin(&self, method: Method, path: &str, body: Value) -> Value {
        let path = format!("/auth/v1/admin/users{path}");
        json_of(
            self.send(method, &path, &self.service_key, &body).await,
            StatusCode::OK,
        )
        .await
    }

    async fn person(&self, name: &str, roles: &[&str]) -> Person {
        let email = format!("{name}@mail.ru");
        let body = json!({ "email": email, "password": GOOD_PASSWORD, "email_confirm": true,
            "app_metadata": { "roles": roles } });
        let made = self.admin(Method::POST, "", body).await;
        let credentials = json!({ "email": email, "password": GOOD_PASSWORD });
        let session = self
            .one
            .post("/api/auth/login")
            .json(&credentials)
            .send()
            .await
            .unwrap();
        let session = json_of(session, StatusCode::OK).await;
        let page = self
            .one
            .post("/login")
            .form(&[("email", email.as_str()), ("password", GOOD_PASSWORD)]);
        let page = page.send().await.unwrap();
        let cookies = page
            .headers()
            .get_all("set-cookie")
            .iter()
            .map(|value| value.to_str().unwrap());
        let cookie = cookies
            .filter_map(|cookie| cookie.split(';').next())
            .find(|cookie| cookie.starts_with("__Host-stoa="));
        Person {
            id: made["id"].as_str().unwrap().to_owned(),
            token: session["access_token"].as_str().unwrap().to_owned(),
            cookie: cookie.unwrap().to_owned(),
            email,
        }
    }

    /// What the second process says to the person on each kind of route: the protocol, the API and a page.
    async fn statuses(&self, person: &Person) -> [u16; 3] {
        let by_token = |path| self.two.get(path).bearer_auth(&person.token).send();
        let (user, profile) = (
            by_token("/auth/v1/user").await.unwrap(),
            by_token("/api/profile").await.unwrap(),
        );
        let page = self
            .two
            .get("/lessons")
            .header("cookie", &person.cookie)
            .send()
            .await
            .unwrap();
        [user, profile, page].map(|answer| answer.status().as_u16())
    }

    async fn knows(&self, person: &Person) {
        assert_eq!(
            self.statuses(person).await,
            [200, 200, 200],
            "{}",
            person.email
        );
    }

    async fn refuses(&self, person: &Person, wanted: [u16; 3]) {
        let since = Instant::now();
        loop {
            let statuses = self.statuses(person).await;
            if statuses == wanted {
                return;
            }
            assert!(
                since.elapsed() < A_MOMENT,
                "{}: {statuses:?}, not {wanted:?}",
                person.email
            );
        }
    }
}

#[tokio::test]
async fn every_end_of_a_session_is_known_to_the_other_process_at_once() {
    let dir = folder();
    let databases = Databases::start(dir.path()).await;
    let (one_dir, two_dir) = (folder(), folder());
    let start = |dir| Stoa::start(dir, &["--role", "web"], &databases.settings());
    let shown = databases.command(dir.path(), &["keys", "show", "--format", "json"]);
    let keys: Value = serde_json::from_slice(&shown.stdout).unwrap();
    let world = World {
        one: start(one_dir.path()),
        two: start(two_dir.path()),
        service_key: keys["service_role"].as_str().unwrap().to_owned(),
    };
    // Gone: 403 where client libraries read it, 401 on the API, and the page leads to the login.
    let gone = [403, 401, 303];

    let left = world.person("left", &["student"]).await;
    world.knows(&left).await;
    let out = world
        .send(
            Method::POST,
            "/auth/v1/logout?scope=global",
            &left.token,
            &json!({}),
        )
        .await;
    assert_eq!(out.status(), StatusCode::NO_CONTENT);
    world.refuses(&left, gone).await;

    let banned = world.person("banned", &["student"]).await;
    world.knows(&banned).await;
    world
        .admin(
            Method::PUT,
            &format!("/{}", banned.id),
            json!({ "ban_duration": "1h" }),
        )
        .await;
    // Who is shut out is told so everywhere.
    world.refuses(&banned, [403, 403, 303]).await;

    let deleted = world.person("deleted", &["student"]).await;
    world.knows(&deleted).await;
    world
        .admin(Method::DELETE, &format!("/{}", deleted.id), json!({}))
        .await;
    world.refuses(&deleted, gone).await;

    let reset = world.person("reset", &["student"]).await;
    world.knows(&reset).await;
    world
        .admin(
            Method::PUT,
            &format!("/{}", reset.id),
            json!({ "password": OTHER_PASSWORD }),
        )
        .await;
    world.refuses(&reset, gone).await;

    // A person's own change ends the sessions elsewhere, here that of the pages, and keeps the one that asked.
    let changed = world.person("changed", &["student"]).await;
    world.knows(&changed).await;
    let body = json!({ "password": OTHER_PASSWORD, "current_password": GOOD_PASSWORD });
    let answer = world
        .send(Method::PUT, "/auth/v1/user", &changed.token, &body)
        .await;
    assert_eq!(answer.status(), StatusCode::OK);
    world.refuses(&changed, [200, 200, 303]).await;
    drop(world);
    databases.stop().await;
}

#[tokio::test]
async fn a_role_that_is_taken_away_is_gone_on_api_protocol_and_pages() {
    let dir = folder();
    let databases = Databases::start(dir.path()).await;
    let (one_dir, two_dir) = (folder(), folder());
    let start = |dir| Stoa::start(dir, &["--role", "web"], &databases.settings());
    let shown = databases.command(dir.path(), &["keys", "show", "--format", "json"]);
    let keys: Value = serde_json::from_slice(&shown.stdout).unwrap();
    let world = World {
        one: start(one_dir.path()),
        two: start(two_dir.path()),
        service_key: keys["service_role"].as_str().unwrap().to_owned(),
    };
    // Whoever is the last administrator stays one.
    world.person("deputy", &["admin"]).await;
    let person = world.person("boss", &["admin"]).await;
    let powers = async || {
        let by_token = |path| world.two.get(path).bearer_auth(&person.token).send();
        let (desk, users) = (
            by_token("/api/admin/tripwire/stats").await.unwrap(),
            by_token("/auth/v1/admin/users").await.unwrap(),
        );
        let page = world
            .two
            .get("/tripwire")
            .header("cookie", &person.cookie)
            .send()
            .await
            .unwrap();
        [desk, users, page].map(|answer| answer.status().as_u16())
    };
    assert_eq!(powers().await, [200, 200, 200]);
    world
        .admin(
            Method::PUT,
            &format!("/{}", person.id),
            json!({ "app_metadata": { "roles": ["student"] } }),
        )
        .await;
    let since = Instant::now();
    loop {
        let now = powers().await;
        if now == [403, 403, 403] {
            break;
        }
        assert!(since.elapsed() < A_MOMENT, "{now:?}");
    }
    drop(world);
    databases.stop().await;
}
