//! The pages of the own account and of people, as forms: who may, what is asked once more, and where letters lead.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::process::Output;

use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use stoa_testkit::fakes::{AuthenticatorApp, FakeSmtp};
use support::{
    ADMIN, GOOD_PASSWORD, MANAGER, STUDENT, Stoa, eventually, folder, json_of, mail_settings,
    make_person, run, unix_now,
};

/// Somebody at a browser without a script.
struct Person<'a> {
    stoa: &'a Stoa,
    cookie: String,
}

impl<'a> Person<'a> {
    async fn sign_in(stoa: &'a Stoa, email: &str, password: &str) -> Self {
        let form = [("email", email), ("password", password)];
        let answer = stoa.post("/login").form(&form).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let cookie = cookie(&answer).unwrap();
        Self { stoa, cookie }
    }

    async fn get(&self, path: &str) -> Response {
        let request = self.stoa.get(path).header("cookie", &self.cookie);
        request.send().await.unwrap()
    }

    async fn post(&self, path: &str, form: &[(&str, &str)]) -> Response {
        let request = self.stoa.post(path).header("cookie", &self.cookie);
        let request = request.header("sec-fetch-site", "same-origin").form(form);
        request.send().await.unwrap()
    }

    /// Takes over the cookie that an answer sets.
    fn keep(&mut self, answer: &Response) {
        self.cookie = cookie(answer).unwrap();
    }
}

/// The page's cookie that an answer sets, as a browser sends it back.
fn cookie(answer: &Response) -> Option<String> {
    let set = answer.headers().get_all("set-cookie").iter();
    let ours = set
        .map(|value| value.to_str().unwrap())
        .find(|value| value.starts_with("__Host-stoa="))?;
    ours.split(';').next().map(str::to_owned)
}

fn location(answer: &Response) -> &str {
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    answer.headers()["location"].to_str().unwrap()
}

async fn id_of(stoa: &Stoa, email: &str) -> String {
    let token = stoa.token(ADMIN).await;
    let path = format!("/auth/v1/admin/users?filter={email}");
    let found = stoa.get(&path).bearer_auth(token).send().await.unwrap();
    let found = json_of(found, StatusCode::OK).await;
    found["users"][0]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn each_page_knows_who_may_and_says_so() {
    let stoa = Stoa::demo();
    let id = id_of(&stoa, MANAGER).await;
    let person = format!("/admin/users/{id}");
    let own = [
        "/account",
        "/account/password",
        "/account/second-factor",
        "/account/sessions",
        "/account/export",
    ];
    let admins = ["/admin/users", &person, "/admin/audit", "/admin/outbox"];
    for path in own.iter().chain(&admins) {
        let answer = stoa.get(path).send().await.unwrap();
        let next = format!("/login?next={}", path.replace('/', "%2F"));
        assert_eq!(location(&answer), next, "nobody at {path}");
    }
    let student = Person::sign_in(&stoa, STUDENT, "test123").await;
    for path in own {
        assert_eq!(student.get(path).await.status(), StatusCode::OK, "{path}");
    }
    for path in admins {
        let answer = student.get(path).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path}");
        let page = answer.text().await.unwrap();
        assert!(page.contains(STUDENT) && page.contains("Администратор"));
    }
    let session = "018f0000-0000-7000-8000-00000000dead";
    for act in [
        "roles",
        "ban",
        "unban",
        "invite",
        "reset-link",
        "second-factor/remove",
        "sessions/end",
        &format!("sessions/{session}/end"),
    ] {
        let path = format!("{person}/{act}");
        let form = [("sure", "yes"), ("hours", "1"), ("role", "admin")];
        let refused = student.post(&path, &form).await;
        assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{act}");
    }
    let admin = Person::sign_in(&stoa, ADMIN, "test123").await;
    for path in admins {
        assert_eq!(admin.get(path).await.status(), StatusCode::OK, "{path}");
    }
    // What cannot be read counts as not said, and gives no failure of ours.
    for query in [
        "search=%00&role=king&cursor=x",
        "search=%F0%9F%98%80&cursor=018f0000-0000-7000-8000-00000000dead",
    ] {
        let answer = admin.get(&format!("/admin/users?{query}")).await;
        assert_eq!(answer.status(), StatusCode::OK, "{query}");
    }
    for query in ["person=%00&action=x", "from=x&to=2026-02-30&cursor=-1"] {
        let answer = admin.get(&format!("/admin/audit?{query}")).await;
        assert_eq!(answer.status(), StatusCode::OK, "{query}");
    }
    let nobody = format!("/admin/users/{session}");
    assert_eq!(admin.get(&nobody).await.status(), StatusCode::NOT_FOUND);
}

/// What stands in a page, without its marks.
async fn told(answer: Response, status: StatusCode) -> String {
    assert_eq!(answer.status(), status);
    answer.text().await.unwrap()
}

#[tokio::test]
#[expect(
    clippy::too_many_lines,
    reason = "each fault, on two pages, in three languages"
)]
async fn a_weak_password_is_told_what_is_wrong_with_it_in_each_language() {
    let stoa = Stoa::demo();
    let student = Person::sign_in(&stoa, STUDENT, "test123").await;
    let admin = Person::sign_in(&stoa, ADMIN, "test123").await;
    let token = stoa.token(ADMIN).await;
    let invited = stoa
        .post("/auth/v1/admin/users")
        .bearer_auth(&token)
        .json(&json!({ "email": "invited@example.kz", "email_confirm": true }));
    let invited = json_of(invited.send().await.unwrap(), StatusCode::OK).await;
    let path = format!("/admin/users/{}/invite", invited["id"].as_str().unwrap());
    let page = told(admin.post(&path, &[]).await, StatusCode::OK).await;
    let invite = page.split("/invite/").nth(1).unwrap();
    let invite = format!("/invite/{}", invite.split('"').next().unwrap());
    let long = "x".repeat(129);
    for (lang, short, common, like, too_long) in [
        (
            "ru",
            "короче восьми",
            "украденных",
            "похож на адрес",
            "128 символов",
        ),
        (
            "kk",
            "сегіз таңбадан қысқа",
            "ұрланғандар тізімінде",
            "мекенжайына тым ұқсас",
            "128 таңбадан",
        ),
        (
            "en",
            "shorter than eight",
            "stolen ones",
            "too much like the e-mail",
            "128 characters",
        ),
    ] {
        // Who is signed in reads the language of the profile.
        let speaks = [("name", "Студент"), ("locale", lang)];
        let spoken = student.post("/profile", &speaks).await;
        assert_eq!(spoken.status(), StatusCode::SEE_OTHER);
        for (password, own, wants) in [
            ("short", "short", vec![short, common]),
            ("password1", "password1", vec![common]),
            ("invited@example.kz", STUDENT, vec![like]),
            (&long, &long, vec![too_long]),
        ] {
            let form = [("password", password)];
            let path = format!("{invite}?lang={lang}");
            let page = stoa.post(&path).form(&form).send().await.unwrap();
            let page = told(page, StatusCode::UNPROCESSABLE_ENTITY).await;
            let form = [("password", own), ("current_password", "test123")];
            let path = "/account/password";
            let account = told(
                student.post(path, &form).await,
                StatusCode::UNPROCESSABLE_ENTITY,
            );
            let account = account.await;
            for want in &wants {
                assert!(page.contains(want), "{lang} {password}: {want}");
                assert!(account.contains(want), "{lang} {own}: {want}");
            }
        }
    }
}

#[tokio::test]
async fn where_there_is_no_mail_nothing_is_said_to_be_on_its_way() {
    let dir = support::folder();
    let stoa = Stoa::start(dir.path(), &[], &[]);
    make_person(dir.path(), "anna@example.kz", "student");
    for email in ["anna@example.kz", "nobody@example.kz"] {
        let asked = stoa.post("/forgot?lang=en").form(&[("email", email)]);
        let page = told(asked.send().await.unwrap(), StatusCode::OK).await;
        assert!(page.contains("does not send letters yet"), "{page}");
        assert!(
            !page.contains("on its way")
                && !page.contains("<form method=\"post\" action=\"/forgot\"")
        );
    }
    let anna = Person::sign_in(&stoa, "anna@example.kz", GOOD_PASSWORD).await;
    let form = [("email", "other@example.kz")];
    let page = anna.post("/account/email", &form).await;
    let page = told(page, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert!(page.contains("Отсюда пока нельзя отправить письмо"));
    let first = stoa.get("/forgot?lang=en").send().await.unwrap();
    assert!(
        told(first, StatusCode::OK)
            .await
            .contains("does not send letters yet")
    );
}

#[tokio::test]
async fn the_code_of_a_letter_is_taken_where_its_link_cannot_be_opened() {
    let server = FakeSmtp::start().await;
    let stoa = Stoa::demo_with(&mail_settings(&server));
    let asked = stoa.post("/forgot?lang=en").form(&[("email", STUDENT)]);
    let page = told(asked.send().await.unwrap(), StatusCode::OK).await;
    assert!(page.contains("action=\"/code\"") && page.contains("value=\"recovery\""));
    let letter = eventually("a letter", async || server.letters().pop()).await;
    let place = format!("{}/code?for=recovery", stoa.url);
    assert!(letter.text.contains(&place), "{}", letter.text);
    let code = letter.code().unwrap();
    let enter = async |code: &str, email: &str| {
        let form = [("for", "recovery"), ("email", email), ("code", code)];
        let answer = stoa.post("/code?lang=en").form(&form).send().await;
        answer.unwrap()
    };
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for (code, email) in [(wrong, STUDENT), (code.as_str(), "nobody@example.kz")] {
        let page = told(enter(code, email).await, StatusCode::FORBIDDEN).await;
        assert!(page.contains("wrong, used or too old"));
    }
    let blank = told(enter(" ", STUDENT).await, StatusCode::UNPROCESSABLE_ENTITY).await;
    assert!(blank.contains("summary"));
    let right = enter(&code, STUDENT).await;
    let next = "/login/check?next=%2Faccount%2Fpassword";
    assert_eq!(location(&right), next);
    let cookie = cookie(&right).unwrap();
    let person = Person {
        stoa: &stoa,
        cookie,
    };
    assert_eq!(location(&person.get(next).await), "/account/password");
    let again = enter(&code, STUDENT).await;
    assert_eq!(again.status(), StatusCode::FORBIDDEN, "works once");
    let bare = stoa.get("/code?lang=en").send().await.unwrap();
    assert!(told(bare, StatusCode::OK).await.contains("value=\"email\""));
}

#[tokio::test]
async fn who_begins_a_second_factor_too_often_is_told_to_wait() {
    let stoa = Stoa::demo();
    let student = Person::sign_in(&stoa, STUDENT, "test123").await;
    let begin = "/account/second-factor/begin";
    for _ in 0..10 {
        assert_eq!(student.post(begin, &[]).await.status(), StatusCode::OK);
    }
    let page = told(student.post(begin, &[]).await, StatusCode::CONFLICT).await;
    assert!(
        page.contains("начинали слишком часто. Подождите пять минут"),
        "{page}"
    );
    assert!(page.contains("action=\"/account/second-factor/begin\""));
}

/// Bans a person for an hour; gives the id of the request that did it.
async fn ban(admin: &Person<'_>, person: &str) -> String {
    let form = [("hours", "1"), ("sure", "yes")];
    let path = format!("/admin/users/{person}/ban");
    let banned = admin.post(&path, &form).await;
    assert_eq!(banned.status(), StatusCode::SEE_OTHER);
    let request = banned.headers()["x-request-id"].to_str();
    request.unwrap().to_owned()
}

#[tokio::test]
async fn the_audit_is_searched_by_who_did_it_and_from_where() {
    let stoa = Stoa::demo();
    let (admin_id, manager) = (id_of(&stoa, ADMIN).await, id_of(&stoa, MANAGER).await);
    let admin = Person::sign_in(&stoa, ADMIN, "test123").await;
    let request = ban(&admin, &manager).await;
    let found = async |query: &str| {
        let answer = admin.get(&format!("/admin/audit?{query}")).await;
        let page = told(answer, StatusCode::OK).await;
        let events = page.split("<ol class=\"events\">").nth(1);
        let is_there = events.is_some_and(|events| events.contains("user.banned"));
        (is_there, page)
    };
    for query in [
        format!("person={admin_id}&side=actor"),
        format!("person={manager}"),
        format!("request={request}"),
        "network=127.0.0.1&action=user.banned".to_owned(),
        "network=127.0.0.0%2F24".to_owned(),
    ] {
        assert!(found(&query).await.0, "{query}");
    }
    for query in [
        format!("person={admin_id}&side=subject"),
        format!("person={manager}&side=actor"),
        "request=another".to_owned(),
        "network=203.0.113.5".to_owned(),
        format!("session={admin_id}"),
    ] {
        assert!(!found(&query).await.0, "{query}");
    }
    let (_, page) = found("from=2026-02-30&session=x").await;
    assert!(page.contains("Не удалось прочитать") && page.contains("<code>2026-02-30</code>"));
}

#[tokio::test]
async fn the_audit_is_listed_for_programs_by_the_same_marks() {
    let stoa = Stoa::demo();
    let (admin_id, manager) = (id_of(&stoa, ADMIN).await, id_of(&stoa, MANAGER).await);
    let admin = Person::sign_in(&stoa, ADMIN, "test123").await;
    let request = ban(&admin, &manager).await;
    let token = stoa.token(ADMIN).await;
    let ask = async |query: &str| {
        let path = format!("/auth/v1/admin/audit?{query}");
        let asked = stoa.get(&path).bearer_auth(&token).send();
        asked.await.unwrap()
    };
    let ids = async |query: &str| {
        let answer = ask(query).await;
        let total = answer.headers()["x-total-count"]
            .to_str()
            .unwrap()
            .to_owned();
        let page = json_of(answer, StatusCode::OK).await;
        (total, page.as_array().unwrap().len())
    };
    let one = ("1".to_owned(), 1);
    for query in [
        format!("request_id={request}"),
        format!("actor={admin_id}&action=user.banned&network=127.0.0.1"),
        format!(
            "subject={manager}&action=user.banned&since=2020-01-01T00:00:00Z&until=2100-01-01T00:00:00Z"
        ),
    ] {
        assert_eq!(ids(&query).await, one, "{query}");
    }
    let none = ("0".to_owned(), 0);
    for query in [
        "request_id=another",
        "network=203.0.113.5",
        "until=2020-01-01T00:00:00Z",
    ] {
        assert_eq!(ids(query).await, none, "{query}");
    }
    for query in ["session=x", "since=soon", "network=%00"] {
        assert_eq!(
            ask(query).await.status(),
            StatusCode::BAD_REQUEST,
            "{query}"
        );
    }
}

fn put(stoa: &Stoa, path: &str) -> reqwest::RequestBuilder {
    stoa.http.put(format!("{}{path}", stoa.url))
}

#[tokio::test]
async fn a_person_has_one_name_wherever_it_is_changed() {
    let stoa = Stoa::demo();
    let id = id_of(&stoa, STUDENT).await;
    let student = Person::sign_in(&stoa, STUDENT, "test123").await;
    let admin = Person::sign_in(&stoa, ADMIN, "test123").await;
    let saved = student.post("/profile", &[("name", "Новое Имя"), ("locale", "ru")]);
    assert_eq!(saved.await.status(), StatusCode::SEE_OTHER);
    let found = admin
        .get("/admin/users?search=%D0%9D%D0%BE%D0%B2%D0%BE%D0%B5")
        .await;
    let list = told(found, StatusCode::OK).await;
    assert!(list.contains("Новое Имя") && list.contains(STUDENT));
    let events = admin.get(&format!("/admin/audit?person={id}")).await;
    assert!(told(events, StatusCode::OK).await.contains("Новое Имя"));

    let (token, own) = (stoa.token(ADMIN).await, stoa.token(STUDENT).await);
    let name = async |path: &str| {
        let asked = stoa.get(path).bearer_auth(&own).send().await.unwrap();
        json_of(asked, StatusCode::OK).await
    };
    let renamed = put(&stoa, &format!("/auth/v1/admin/users/{id}"))
        .bearer_auth(&token)
        .json(&json!({ "user_metadata": { "full_name": "Имя от администратора" } }));
    json_of(renamed.send().await.unwrap(), StatusCode::OK).await;
    assert_eq!(name("/api/profile").await["name"], "Имя от администратора");
    let own_word = put(&stoa, "/auth/v1/user")
        .bearer_auth(&own)
        .json(&json!({ "data": { "full_name": "Третье имя" } }));
    json_of(own_word.send().await.unwrap(), StatusCode::OK).await;
    assert_eq!(name("/api/profile").await["name"], "Третье имя");
    let saved = student.post("/profile", &[("name", "Четвёртое"), ("locale", "ru")]);
    assert_eq!(saved.await.status(), StatusCode::SEE_OTHER);
    assert_eq!(
        name("/auth/v1/user").await["user_metadata"]["full_name"],
        "Четвёртое"
    );
}

#[tokio::test]
async fn a_wish_for_a_taken_address_counts_for_nobodys_mailbox() {
    let stoa = Stoa::demo();
    let token = stoa.token(STUDENT).await;
    let wish = put(&stoa, "/auth/v1/user").bearer_auth(&token);
    let refused = wish
        .json(&json!({ "email": MANAGER }))
        .send()
        .await
        .unwrap();
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    for address in [MANAGER, STUDENT] {
        let asked = stoa
            .post("/auth/v1/recover")
            .json(&json!({ "email": address }));
        assert_eq!(
            asked.send().await.unwrap().status(),
            StatusCode::OK,
            "{address}"
        );
    }
}

#[tokio::test]
async fn a_link_that_cannot_be_looked_at_now_is_a_page_for_people() {
    let stoa = Stoa::demo();
    let (browser, library) = ("text/html,application/xhtml+xml,*/*;q=0.8", "*/*");
    let go = async |accept: &str| {
        let asked = stoa
            .get("/auth/v1/authorize?provider=nobody")
            .header("accept", accept);
        asked.send().await.unwrap()
    };
    let page = go(browser).await;
    assert_eq!(page.status(), StatusCode::BAD_REQUEST);
    assert!(
        page.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );
    json_of(go(library).await, StatusCode::BAD_REQUEST).await;
    let form = [("token", "x"), ("type", "recovery")];
    let press = async || {
        let pressed = stoa
            .post("/auth/v1/verify")
            .header("accept", browser)
            .form(&form);
        pressed.send().await.unwrap()
    };
    let mut limited = press().await;
    for _ in 0..40 {
        if limited.status() == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
        limited = press().await;
    }
    assert!(limited.headers().contains_key("retry-after"));
    let page = told(limited, StatusCode::TOO_MANY_REQUESTS).await;
    assert!(page.contains("<!doctype html>") && !page.contains("error_code"));
}

#[tokio::test]
async fn a_role_that_nobody_knows_takes_no_role_away() {
    let stoa = Stoa::demo();
    let id = id_of(&stoa, MANAGER).await;
    let admin = Person::sign_in(&stoa, ADMIN, "test123").await;
    let path = format!("/admin/users/{id}/roles");
    for form in [
        vec![("role", "king")],
        vec![("role", "student"), ("role", "king"), ("sure", "yes")],
    ] {
        let refused = admin.post(&path, &form).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let manager = stoa.token(MANAGER).await;
    let desk = stoa.get("/api/admin/tripwire/users").bearer_auth(manager);
    assert_eq!(desk.send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn nothing_dangerous_is_done_before_it_was_asked_about() {
    let stoa = Stoa::demo();
    let id = id_of(&stoa, MANAGER).await;
    let manager = stoa.token(MANAGER).await;
    let admin = Person::sign_in(&stoa, ADMIN, "test123").await;
    let alive = async || {
        let asked = stoa.get("/api/profile").bearer_auth(&manager).send();
        asked.await.unwrap().status() == StatusCode::OK
    };
    for (act, form) in [
        ("ban", vec![("hours", "1")]),
        ("sessions/end", vec![]),
        ("second-factor/remove", vec![]),
        ("roles", vec![("role", "student"), ("role", "admin")]),
    ] {
        let path = format!("/admin/users/{id}/{act}");
        let page = admin.post(&path, &form).await;
        assert_eq!(page.status(), StatusCode::OK, "{act}");
        let page = page.text().await.unwrap();
        assert!(page.contains("name=\"sure\" value=\"yes\""), "{act}");
        for (name, value) in form {
            let kept = format!("name=\"{name}\" value=\"{value}\"");
            assert!(page.contains(&kept), "{act} forgets {name}");
        }
        assert!(alive().await, "{act} is done");
    }
    let all = format!("/admin/users/{id}/sessions/end");
    let ended = admin.post(&all, &[("sure", "yes")]).await;
    let to = format!("/admin/users/{id}?said=sessions-ended");
    assert_eq!(location(&ended), to);
    assert!(!alive().await, "at once");
    // Nobody shuts themselves out, not even when asked twice.
    let own = id_of(&stoa, ADMIN).await;
    for (act, form) in [
        ("ban", [("hours", "1"), ("sure", "yes")]),
        ("roles", [("role", "student"), ("sure", "yes")]),
    ] {
        let refused = admin
            .post(&format!("/admin/users/{own}/{act}"), &form)
            .await;
        assert_eq!(refused.status(), StatusCode::CONFLICT, "{act}");
    }
    let last = [("confirm", ADMIN), ("current_password", "test123")];
    let refused = admin.post("/account/delete", &last).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused
            .text()
            .await
            .unwrap()
            .contains("единственный администратор")
    );
}

#[tokio::test]
async fn whoever_deletes_the_account_is_gone_at_once() {
    let stoa = Stoa::demo();
    let email = "leaving@example.kz";
    make_person(&stoa.dir, email, "student");
    let id = id_of(&stoa, email).await;
    let person = Person::sign_in(&stoa, email, GOOD_PASSWORD).await;
    let body = json!({ "email": email, "password": GOOD_PASSWORD });
    let login = async || {
        stoa.post("/api/auth/login")
            .json(&body)
            .send()
            .await
            .unwrap()
    };
    let session = json_of(login().await, StatusCode::OK).await;
    let token = session["access_token"].as_str().unwrap();

    let wrong = [("confirm", "somebody@else.kz"), ("current_password", "")];
    let again = person.post("/account/delete", &wrong).await;
    assert_eq!(again.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = again.text().await.unwrap();
    for fault in ["id=\"confirm-fault\"", "id=\"current_password-fault\""] {
        assert!(page.contains(fault), "all wrong fields at once: {fault}");
    }
    let wrong = [("confirm", email), ("current_password", "not it, surely")];
    let again = person.post("/account/delete", &wrong).await;
    assert_eq!(again.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = again.text().await.unwrap();
    assert!(page.contains("id=\"current_password-fault\"") && !page.contains("not it, surely"));

    let right = [("confirm", email), ("current_password", GOOD_PASSWORD)];
    let gone = person.post("/account/delete", &right).await;
    assert_eq!(location(&gone), "/login?notice=deleted");
    assert_eq!(cookie(&gone).unwrap(), "__Host-stoa=");
    assert_eq!(person.get("/account").await.status(), StatusCode::SEE_OTHER);
    let asked = stoa.get("/api/profile").bearer_auth(token).send().await;
    assert_eq!(asked.unwrap().status(), StatusCode::UNAUTHORIZED);
    assert_eq!(login().await.status(), StatusCode::UNAUTHORIZED);
    // An administrator sees that there was somebody, and no more.
    let admin = Person::sign_in(&stoa, ADMIN, "test123").await;
    let page = admin.get(&format!("/admin/users/{id}")).await;
    assert_eq!(page.status(), StatusCode::OK);
    let page = page.text().await.unwrap();
    assert!(page.contains("user.deleted") && !page.contains(email));
    assert!(!page.contains("/ban\""), "nothing is left to be decided");
}

#[tokio::test]
async fn who_owes_the_second_proof_is_asked_for_it_where_it_is_needed() {
    let stoa = Stoa::demo();
    let token = stoa.token(MANAGER).await;
    let ask = |path: String, body: Value| {
        let request = stoa.post(&path).bearer_auth(&token).json(&body);
        async { json_of(request.send().await.unwrap(), StatusCode::OK).await }
    };
    let made = ask(
        "/auth/v1/factors".to_owned(),
        json!({ "factor_type": "totp" }),
    )
    .await;
    let app = AuthenticatorApp::scan(made["totp"]["uri"].as_str().unwrap()).unwrap();
    let factor = format!("/auth/v1/factors/{}", made["id"].as_str().unwrap());
    let challenge = ask(format!("{factor}/challenge"), json!({})).await;
    let code = app.code_at(unix_now());
    let proof = json!({ "challenge_id": challenge["id"], "code": code });
    ask(format!("{factor}/verify"), proof).await;

    let mut weak = Person::sign_in(&stoa, MANAGER, "test123").await;
    let check = weak.get("/login/check?next=%2Ftripwire").await;
    let challenge = "/login/second-factor?next=%2Ftripwire";
    assert_eq!(location(&check), challenge);
    assert_eq!(weak.get("/lessons").await.status(), StatusCode::OK);
    for path in ["/tripwire", "/account", "/account/export"] {
        let next = format!("/login/second-factor?next={}", path.replace('/', "%2F"));
        assert_eq!(location(&weak.get(path).await), next);
    }
    let form = [("confirm", MANAGER), ("current_password", "test123")];
    let refused = weak.post("/account/delete", &form).await;
    assert!(location(&refused).starts_with("/login/second-factor"));
    for (wrong, status) in [
        ("", StatusCode::UNPROCESSABLE_ENTITY),
        ("000000", StatusCode::UNPROCESSABLE_ENTITY),
        ("abcd-efgh-abcd-efgh", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let form = [("code", wrong), ("next", "/tripwire")];
        let again = weak.post("/login/second-factor", &form).await;
        assert_eq!(again.status(), status, "{wrong}");
        let page = again.text().await.unwrap();
        assert!(page.contains("value=\"/tripwire\"") && page.contains("code-fault"));
    }
    let code = app.code_at(unix_now() + 30);
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    let form = [("code", spaced.as_str()), ("next", "https://evil.kz/")];
    let risen = weak.post("/login/second-factor", &form).await;
    assert_eq!(location(&risen), "/tripwire", "home, not somewhere else");
    weak.keep(&risen);
    for path in ["/tripwire", "/account"] {
        assert_eq!(weak.get(path).await.status(), StatusCode::OK);
    }
    let onward = weak.get("/login/second-factor?next=%2Faccount").await;
    assert_eq!(location(&onward), "/account", "nothing is owed");
}

#[tokio::test]
async fn a_letters_link_ends_on_our_own_page_with_the_cookie_set() {
    let smtp = FakeSmtp::start().await;
    let stoa = Stoa::demo_with(&mail_settings(&smtp));
    let asked = stoa.post("/auth/v1/otp").json(&json!({ "email": STUDENT }));
    json_of(asked.send().await.unwrap(), StatusCode::OK).await;
    let letter = eventually("the letter", || async { smtp.letters().pop() }).await;
    let start = format!("{}/auth/v1/verify?", stoa.url);
    let link = letter.link(&start).unwrap();
    let form = link.strip_prefix(&start).unwrap().to_owned();
    let press = |site: &'static str| {
        let request = stoa.post("/auth/v1/verify").header("sec-fetch-site", site);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        request.body(form.clone()).send()
    };
    let stranger = press("cross-site").await.unwrap();
    assert_eq!(stranger.status(), StatusCode::FORBIDDEN);
    assert_eq!(
        cookie(&stranger),
        None,
        "nobody is signed in from elsewhere"
    );
    let pressed = press("same-origin").await.unwrap();
    assert_eq!(location(&pressed), "/login/check?next=%2Flessons");
    let person = Person {
        stoa: &stoa,
        cookie: cookie(&pressed).unwrap(),
    };
    assert_eq!(person.get("/lessons").await.status(), StatusCode::OK);
    let twice = press("same-origin").await.unwrap();
    assert!(location(&twice).starts_with("/login?notice=link#error="));
    assert_eq!(cookie(&twice), None);
    let told = stoa.get("/login?notice=link").send().await.unwrap();
    assert!(told.text().await.unwrap().contains("больше не действует"));
}

#[tokio::test]
async fn forgotten_passwords_look_the_same_for_everybody() {
    let stoa = Stoa::demo();
    let ask = async |email: &str| {
        let form = [("email", email)];
        let answer = stoa.post("/forgot").form(&form).send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    };
    let (known, unknown) = (ask(STUDENT).await, ask("nobody@student.com").await);
    assert_eq!((known.0, unknown.0), (StatusCode::OK, StatusCode::OK));
    let stable = |page: &str, email: &str| page.replace(email, "somebody");
    assert_eq!(
        stable(&known.1, STUDENT),
        stable(&unknown.1, "nobody@student.com")
    );
    for email in [STUDENT, "nobody@student.com"] {
        let (status, page) = ask(email).await;
        assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
        assert!(page.contains(&format!("value=\"{email}\"")), "it is kept");
    }
    let (status, page) = ask("no address").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("value=\"no address\"") && page.contains("email-fault"));
    // Without a mail server the demo shows letters to administrators, and to nobody else.
    let admin = Person::sign_in(&stoa, ADMIN, "test123").await;
    let link = format!("{}/auth/v1/verify?token=", stoa.url);
    eventually("the letter", || async {
        let page = admin.get("/admin/outbox").await.text().await.unwrap();
        (page.contains(STUDENT) && page.contains(&link)).then_some(())
    })
    .await;
    let page = admin.get("/admin/outbox").await.text().await.unwrap();
    assert!(!page.contains("nobody@student.com"));
}

#[tokio::test]
async fn the_own_data_is_whole_and_nobody_elses() {
    let stoa = Stoa::demo();
    let (buyer, other) = ("saule@example.kz", "other@example.kz");
    for email in [buyer, other] {
        make_person(&stoa.dir, email, "student");
        let sale = json!({ "email": email, "name": "Сауле", "phone": "+77001234567" });
        let sale = stoa.post("/api/admin/tripwire/users").json(&sale);
        let made = sale.bearer_auth(stoa.token(MANAGER).await).send().await;
        assert_eq!(made.unwrap().status(), StatusCode::CREATED);
    }
    let lead = json!({ "name": "Сауле", "email": buyer, "phone": "+77001234567",
        "source": "expresscourse", "paymentMethod": "kaspi", "comment": "после шести" });
    let lead = stoa.post("/api/landing/submit").json(&lead).send().await;
    json_of(lead.unwrap(), StatusCode::OK).await;
    let person = Person::sign_in(&stoa, buyer, GOOD_PASSWORD).await;
    let export = async || {
        let answer = person.get("/account/export").await;
        assert_eq!(answer.headers()["cache-control"], "private, no-store");
        json_of(answer, StatusCode::OK).await
    };
    let data = export().await;
    assert_eq!(data["account"]["email"], buyer);
    assert_eq!(data["roles"], json!(["student"]));
    assert_eq!(data["purchases"].as_array().unwrap().len(), 1);
    assert_eq!(data["purchases"][0]["email"], buyer);
    assert_eq!(data["purchases"][0]["currency"], "KZT");
    assert_eq!(data["requests"][0]["comment"], "после шести");
    assert_eq!(data["sessions"].as_array().unwrap().len(), 1);
    assert!(!data["lessons"].as_array().unwrap().is_empty());
    let text = data.to_string();
    for secret in [other, "$argon2", "refresh_key", "manager@test.com"] {
        assert!(!text.contains(secret), "{secret}");
    }
    let events = |data: &Value, action: &str| {
        let events = data["events"].as_array().unwrap().clone();
        let found = events.into_iter().filter(|event| event["action"] == action);
        found.collect::<Vec<_>>()
    };
    assert_eq!(events(&data, "session.signed_in")[0]["by"], "you");
    let made = &events(&data, "user.created")[0];
    assert_eq!(made["by"], "system");
    // That it was taken is noted, too.
    assert_eq!(events(&export().await, "user.exported").len(), 1);
}

#[tokio::test]
async fn another_address_counts_once_both_mailboxes_have_agreed() {
    let smtp = FakeSmtp::start().await;
    let stoa = Stoa::demo_with(&mail_settings(&smtp));
    let (email, wanted) = ("former@example.kz", "wanted@example.kz");
    make_person(&stoa.dir, email, "student");
    let person = Person::sign_in(&stoa, email, GOOD_PASSWORD).await;
    for (typed, fault) in [
        ("no address", "Проверьте"),
        (STUDENT, "занята"),
        (email, "и есть ваша"),
    ] {
        let again = person.post("/account/email", &[("email", typed)]).await;
        assert_eq!(again.status(), StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        let page = again.text().await.unwrap();
        assert!(page.contains(fault) && page.contains(&format!("value=\"{typed}\"")));
    }
    let asked = person.post("/account/email", &[("email", wanted)]).await;
    assert_eq!(location(&asked), "/account?said=email-asked");
    let page = person.get("/account").await.text().await.unwrap();
    assert!(page.contains(wanted) && page.contains(email), "it waits");
    let letters = eventually("both letters", || async {
        let letters = smtp.letters();
        (letters.len() == 2).then_some(letters)
    })
    .await;
    let start = format!("{}/auth/v1/verify?", stoa.url);
    let mut ways = Vec::new();
    for letter in &letters {
        let form = letter.link(&start).unwrap().replace(&start, "");
        let press = stoa.post("/auth/v1/verify").body(form);
        let press = press.header("content-type", "application/x-www-form-urlencoded");
        ways.push(location(&press.send().await.unwrap()).to_owned());
    }
    let home = "/login/check?next=%2Faccount%3Fsaid%3Daddress-changed";
    assert_eq!(ways, ["/login?notice=half", home]);
    Person::sign_in(&stoa, wanted, GOOD_PASSWORD).await;
    let body = json!({ "email": email, "password": GOOD_PASSWORD });
    let former = stoa.post("/api/auth/login").json(&body).send().await;
    assert_eq!(former.unwrap().status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_page_for_signing_in_says_what_is_wrong_and_no_more() {
    let stoa = Stoa::demo();
    let try_it = async |email: &str, password: &str| {
        let form = [
            ("email", email),
            ("password", password),
            ("next", "/profile"),
        ];
        let answer = stoa.post("/login").form(&form).send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    };
    let (status, page) = try_it(" ", "").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in ["email-fault", "password-fault", "value=\"/profile\""] {
        assert!(page.contains(part), "all at once, and kept: {part}");
    }
    for email in [STUDENT, "nobody@example.kz"] {
        let (status, page) = try_it(email, "certainly wrong").await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        assert!(page.contains("не подошли") && !page.contains("certainly wrong"));
    }
    let email = "closed@example.kz";
    make_person(&stoa.dir, email, "student");
    let place = format!("/admin/users/{}", id_of(&stoa, email).await);
    let admin = Person::sign_in(&stoa, ADMIN, "test123").await;
    for (hours, has_end) in [("24", true), ("876600", false)] {
        let form = [("hours", hours), ("sure", "yes")];
        let done = admin.post(&format!("{place}/ban"), &form).await;
        assert_eq!(location(&done), format!("{place}?said=person-banned"));
        let (status, page) = try_it(email, GOOD_PASSWORD).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        assert!(page.contains("закрыта"));
        assert_eq!(page.contains("можно попробовать после"), has_end, "{hours}");
        let (status, _) = try_it(email, "certainly wrong").await;
        assert_eq!(
            status,
            StatusCode::UNAUTHORIZED,
            "that is for its owner only"
        );
    }
}

#[tokio::test]
async fn an_address_that_nobody_proved_exports_nothing_of_its_owners() {
    let stoa = Stoa::demo_with(&[("STOA_AUTH__AUTOCONFIRM", "true".to_owned())]);
    let victim = "victim@example.kz";
    let sale = json!({ "email": victim, "name": "Сауле", "phone": "+77001234567" });
    let lead = json!({ "name": "Сауле", "email": victim, "phone": "+77001234567",
        "source": "expresscourse", "paymentMethod": "kaspi", "comment": "после шести" });
    let lead = stoa.post("/api/landing/submit").json(&lead).send().await;
    json_of(lead.unwrap(), StatusCode::OK).await;
    let body = json!({ "email": victim, "password": GOOD_PASSWORD });
    let squatter = stoa.post("/auth/v1/signup").json(&body).send().await;
    json_of(squatter.unwrap(), StatusCode::OK).await;
    let sale = stoa.post("/api/admin/tripwire/users").json(&sale);
    let made = sale.bearer_auth(stoa.token(MANAGER).await).send().await;
    assert_eq!(made.unwrap().status(), StatusCode::CREATED);
    let person = Person::sign_in(&stoa, victim, GOOD_PASSWORD).await;
    let export = json_of(person.get("/account/export").await, StatusCode::OK).await;
    assert_eq!(export["account"]["email"], victim);
    assert_eq!(export["requests"], json!([]));
    assert_eq!(export["purchases"], json!([]));
}

#[tokio::test]
async fn a_form_sent_after_the_session_ended_says_so_and_leads_back_by_a_sign_in() {
    let stoa = Stoa::demo();
    let person = Person::sign_in(&stoa, STUDENT, "test123").await;
    drop(person.post("/logout", &[]).await);
    for (language, text) in [
        ("ru", "Вы вышли из системы"),
        ("kk", "Сеансыңыз аяқталды"),
        ("en", "You were signed out"),
    ] {
        let referer = format!("{}/account/password?x=1", stoa.url);
        let sent = stoa
            .post("/account/password")
            .header("cookie", &person.cookie);
        let sent = sent.header("sec-fetch-site", "same-origin");
        let sent = sent
            .header("referer", referer)
            .header("accept-language", language);
        let answer = sent
            .form(&[("password", GOOD_PASSWORD)])
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
        let page = answer.text().await.unwrap();
        assert!(page.contains(text), "{page}");
        assert!(
            page.contains("href=\"/login?next=%2Faccount%2Fpassword\""),
            "{page}"
        );
    }
    let plain = person.post("/account/password", &[]).await;
    assert_eq!(plain.status(), StatusCode::UNAUTHORIZED);
    assert!(plain.text().await.unwrap().contains("href=\"/login\""));
}

/// Opens a link of a letter's kind as a person does; gives the answer to its button.
async fn press(stoa: &Stoa, link: &str) -> Response {
    let start = format!("{}/auth/v1/verify?", stoa.url);
    let form = link.strip_prefix(&start).unwrap().to_owned();
    let shown = stoa
        .http
        .get(link)
        .header("accept", "text/html")
        .send()
        .await;
    assert!(shown.unwrap().status().as_u16() < 400);
    let button = stoa
        .post("/auth/v1/verify")
        .header("sec-fetch-site", "same-origin");
    let button = button.header("content-type", "application/x-www-form-urlencoded");
    button.body(form).send().await.unwrap()
}

#[tokio::test]
#[expect(
    clippy::too_many_lines,
    reason = "one person's way in, by the page and by the machine"
)]
async fn without_letters_a_forgotten_password_is_mended_by_a_link_that_is_handed_over() {
    let dir = folder();
    let stoa = Stoa::start(dir.path(), &[], &[]);
    let (boss, student) = ("boss@academy.example", "forgetful@academy.example");
    make_person(&stoa.dir, boss, "admin");
    make_person(&stoa.dir, student, "student");
    let admin = Person::sign_in(&stoa, boss, GOOD_PASSWORD).await;
    let list = admin
        .get("/admin/users?search=forgetful")
        .await
        .text()
        .await
        .unwrap();
    let id = list
        .split("/admin/users/")
        .find_map(|rest| rest.get(..36).filter(|id| !id.contains('"')));
    let place = format!("/admin/users/{}", id.unwrap());
    let page = admin.get(&place).await.text().await.unwrap();
    assert!(
        page.contains("не отправляет писем") && page.contains("/reset-link"),
        "{page}"
    );

    // By the page: shown once, good once, and what was signed in before is out.
    let before = Person::sign_in(&stoa, student, GOOD_PASSWORD).await;
    let made = admin.post(&format!("{place}/reset-link"), &[]).await;
    assert_eq!(made.status(), StatusCode::OK);
    let made = made.text().await.unwrap();
    let link = made
        .split("value=\"")
        .find(|rest| rest.contains("/auth/v1/verify?"));
    let link = link
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    assert!(
        !admin
            .get(&place)
            .await
            .text()
            .await
            .unwrap()
            .contains("/auth/v1/verify?")
    );
    let arrived = press(&stoa, &link).await;
    assert_eq!(
        location(&arrived),
        "/login/check?next=%2Faccount%2Fpassword"
    );
    let mut owner = Person {
        stoa: &stoa,
        cookie: cookie(&arrived).unwrap(),
    };
    assert_eq!(
        owner.get("/account/password").await.status(),
        StatusCode::OK
    );
    let gone = before.get("/lessons").await;
    assert!(location(&gone).starts_with("/login"), "a former session");
    let again = press(&stoa, &link).await;
    assert!(location(&again).starts_with("/forgot?notice=link"));
    let noted = admin
        .get("/admin/audit?action=link.made")
        .await
        .text()
        .await
        .unwrap();
    assert!(noted.contains(&place), "{noted}");

    // By the operator, and it takes the place of an open one.
    let reset = |email: &str| -> Output { run(&stoa.dir, &["user", "reset-link", email]) };
    let printed = |output: Output| String::from_utf8(output.stdout).unwrap().trim().to_owned();
    let (first, second) = (printed(reset(student)), printed(reset(student)));
    assert!(location(&press(&stoa, &first).await).starts_with("/forgot?notice=link"));
    let arrived = press(&stoa, &second).await;
    assert_eq!(
        location(&arrived),
        "/login/check?next=%2Faccount%2Fpassword"
    );
    owner.keep(&arrived);
    assert_eq!(
        owner.get("/account/password").await.status(),
        StatusCode::OK
    );
    let nobody = reset("nobody@academy.example");
    assert_eq!(nobody.status.code(), Some(1));
    assert!(
        !stoa.log().contains(
            link.split("token=")
                .nth(1)
                .unwrap()
                .split('&')
                .next()
                .unwrap()
        )
    );
}

#[tokio::test]
async fn a_kazakh_buyer_is_spoken_to_in_kazakh_and_another_language_is_a_link_away() {
    let stoa = Stoa::demo();
    let sale = json!({ "email": "saule@example.kz", "name": "Сауле", "phone": "+77001234567" });
    let sale = stoa.post("/api/admin/tripwire/users").json(&sale);
    let made = sale
        .bearer_auth(stoa.token(MANAGER).await)
        .send()
        .await
        .unwrap();
    let made = json_of(made, StatusCode::CREATED).await;
    let invite = made["invite"].to_string();
    let invite = format!(
        "/invite/{}",
        invite
            .split("/invite/")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
    );
    let form = [("password", GOOD_PASSWORD)];
    let accepted = stoa
        .post(&invite)
        .header("cookie", "lang=kk")
        .form(&form)
        .send()
        .await
        .unwrap();
    assert!(location(&accepted).starts_with("/lessons"));
    let buyer = Person {
        stoa: &stoa,
        cookie: cookie(&accepted).unwrap(),
    };
    let lessons = async |path: &str| buyer.get(path).await.text().await.unwrap();
    // Without the cookie of the language: it is the person's own now.
    let page = lessons("/lessons").await;
    assert!(
        page.contains("<html lang=\"kk\"") && page.contains("Модельмен алғашқы әңгіме"),
        "{page}"
    );
    let page = lessons("/lessons?lang=en").await;
    assert!(page.contains("<html lang=\"en\""), "{page}");
    assert!(lessons("/lessons").await.contains("<html lang=\"kk\""));

    // Who has chosen nothing is spoken to as the browser asks.
    make_person(&stoa.dir, "guest@example.kz", "student");
    let guest = Person::sign_in(&stoa, "guest@example.kz", GOOD_PASSWORD).await;
    for language in ["kk", "en", "ru"] {
        let asked = stoa.get("/profile").header("cookie", &guest.cookie);
        let page = asked
            .header("accept-language", language)
            .send()
            .await
            .unwrap();
        let page = page.text().await.unwrap();
        assert!(
            page.contains(&format!("<html lang=\"{language}\"")),
            "{page}"
        );
    }
}
