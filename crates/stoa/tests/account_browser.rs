//! The own account and the people of the platform in a real browser: a forgotten password, a second factor, sessions, the
//! own data; and what an administrator does. The browser has no complaint about our content policy.
#![expect(clippy::too_many_lines, clippy::unwrap_used, reason = "tests")]

mod support;

use reqwest::StatusCode;
use serde_json::{Value, json};
use stoa_testkit::fakes::{AuthenticatorApp, FakeSmtp};
use support::{
    ADMIN, GOOD_PASSWORD, MANAGER, STUDENT, Stoa, browser::Browser, eventually, json_of,
    mail_settings, make_person, unix_now,
};
use thirtyfour::prelude::*;

const NEW_PASSWORD: &str = "nine columns by the sea";

impl Browser {
    async fn open_page(&self, stoa: &Stoa, path: &str) {
        let url = format!("{}{path}", stoa.url);
        self.driver.goto(url).await.unwrap();
    }

    async fn press(&self, action: &str) {
        self.follow(&format!(
            "form[action='{action}'] button:not([type=button])"
        ))
        .await;
    }

    async fn texts(&self, selector: &str) -> Vec<String> {
        let found = self.driver.find_all(By::Css(selector)).await.unwrap();
        let mut texts = Vec::new();
        for element in found {
            texts.push(element.text().await.unwrap());
        }
        texts
    }

    /// Signs in by password as far as a password leads.
    async fn knock(&self, stoa: &Stoa, email: &str, password: &str) {
        self.open_page(stoa, "/login").await;
        self.fill("email", email).await;
        self.fill("password", password).await;
        self.follow("form[action='/login'] button.primary").await;
    }

    async fn code(&self, code: &str) {
        self.fill("code", code).await;
        self.press("/login/second-factor").await;
    }

    /// Nothing but the statuses that pages were meant to have.
    async fn complains_of_statuses_only(&self, statuses: &[&str]) {
        let meant = |text: &String| statuses.iter().any(|status| text.contains(status));
        let complaints = self.complaints().await;
        assert!(complaints.iter().all(meant), "{complaints:?}");
    }
}

/// The access token of a client elsewhere.
async fn elsewhere(stoa: &Stoa, email: &str, password: &str) -> String {
    let body = json!({ "email": email, "password": password });
    let answer = stoa.post("/api/auth/login").json(&body).send().await;
    let session = json_of(answer.unwrap(), StatusCode::OK).await;
    session["access_token"].as_str().unwrap().to_owned()
}

async fn profile(stoa: &Stoa, token: &str) -> StatusCode {
    let asked = stoa.get("/api/profile").bearer_auth(token).send().await;
    asked.unwrap().status()
}

#[tokio::test]
async fn a_forgotten_password_a_second_factor_sessions_and_the_own_data() {
    let Some(browser) = Browser::open().await else {
        return;
    };
    let smtp = FakeSmtp::start().await;
    let stoa = Stoa::demo_with(&mail_settings(&smtp));

    // Forgotten: a letter, a button, a new password.
    browser.open_page(&stoa, "/login").await;
    browser.follow("a[href='/forgot']").await;
    browser.fill("email", STUDENT).await;
    browser.picture("forgot").await;
    browser.press("/forgot").await;
    assert!(browser.text().await.contains(STUDENT), "sent, perhaps");
    let letter = eventually("the letter", || async { smtp.letters().pop() }).await;
    let start = format!("{}/auth/v1/verify?token=", stoa.url);
    let link = letter.link(&start).unwrap();
    for scanner in [stoa.http.head(&link), stoa.http.get(&link)] {
        assert_eq!(scanner.send().await.unwrap().status(), StatusCode::OK);
    }
    browser.driver.goto(&link).await.unwrap();
    browser.press("/auth/v1/verify").await;
    assert_eq!(browser.path().await, "/account/password", "signed in");
    let url = browser.driver.current_url().await.unwrap();
    assert_eq!(url.fragment(), None, "no token stays in the address");
    assert!(browser.texts("[name='current_password']").await.is_empty());
    browser.fill("password", "short").await;
    browser.press("/account/password").await;
    assert_eq!(browser.texts("#password-fault").await.len(), 1);
    browser.fill("password", NEW_PASSWORD).await;
    browser.press("/account/password").await;
    assert_eq!(browser.path().await, "/account");
    browser.picture("account").await;
    browser.driver.goto(&link).await.unwrap();
    assert_eq!(browser.path().await, "/forgot", "the link was used");

    // A second factor, by what the page shows.
    browser.open_page(&stoa, "/account/second-factor").await;
    browser.press("/account/second-factor/begin").await;
    let secret = browser.driver.find(By::Id("secret")).await.unwrap();
    let secret = secret.value().await.unwrap().unwrap();
    let picture = "figure.qr svg path";
    assert!(browser.driver.find(By::Css(picture)).await.is_ok());
    browser.picture("second-factor").await;
    let uri = format!("otpauth://totp/stoa:me?secret={secret}&issuer=stoa");
    let app = AuthenticatorApp::scan(&uri).unwrap();
    browser.fill("code", "000000").await;
    browser.press("/account/second-factor/confirm").await;
    let again = browser.driver.find(By::Id("secret")).await.unwrap();
    let again = again.value().await.unwrap().unwrap();
    assert_eq!(again, secret, "a mistyped code costs nothing");
    browser.fill("code", &app.code_at(unix_now())).await;
    browser.press("/account/second-factor/confirm").await;
    let codes = browser.texts(".codes code").await;
    assert_eq!(codes.len(), 10);
    browser.picture("recovery-codes").await;

    // The password alone leads to what a student does, and no further.
    browser.press("/logout").await;
    browser.knock(&stoa, STUDENT, NEW_PASSWORD).await;
    assert_eq!(browser.path().await, "/login/second-factor");
    browser.picture("challenge").await;
    browser.open_page(&stoa, "/account/sessions").await;
    assert_eq!(browser.path().await, "/login/second-factor");
    browser.code("000000").await;
    assert_eq!(browser.texts("#code-fault").await.len(), 1);
    browser.code(&app.code_at(unix_now() + 30)).await;
    assert_eq!(
        browser.path().await,
        "/account/sessions",
        "where I wanted to"
    );
    browser.press("/logout").await;
    browser.knock(&stoa, STUDENT, NEW_PASSWORD).await;
    browser.code(&codes[3]).await;
    assert_eq!(browser.path().await, "/lessons", "a recovery code does it");

    // Another session ends at once.
    let token = elsewhere(&stoa, STUDENT, NEW_PASSWORD).await;
    assert_eq!(profile(&stoa, &token).await, StatusCode::OK);
    browser.open_page(&stoa, "/account/sessions").await;
    browser.picture("sessions").await;
    assert_eq!(browser.texts("table.rows tbody tr").await.len(), 2);
    browser
        .follow("form[action$='/end'] button:not([type=button])")
        .await;
    assert_eq!(profile(&stoa, &token).await, StatusCode::UNAUTHORIZED);
    assert_eq!(browser.texts("table.rows tbody tr").await.len(), 1);
    let token = elsewhere(&stoa, STUDENT, NEW_PASSWORD).await;
    browser.open_page(&stoa, "/account/sessions").await;
    let all_others = "/account/sessions/end-others";
    browser.press(all_others).await;
    assert_eq!(profile(&stoa, &token).await, StatusCode::OK, "asked first");
    browser.picture("confirm").await;
    browser.press(all_others).await;
    assert_eq!(profile(&stoa, &token).await, StatusCode::UNAUTHORIZED);

    // Everything that is known, as a file.
    let cookies = browser.driver.get_all_cookies().await.unwrap();
    let cookie = cookies
        .iter()
        .map(|cookie| format!("{}={}", cookie.name, cookie.value))
        .collect::<Vec<_>>()
        .join("; ");
    let export = stoa.get("/account/export").header("cookie", cookie);
    let export = export.send().await.unwrap();
    let named = export.headers()["content-disposition"].to_str().unwrap();
    assert!(named.starts_with("attachment; filename=\"stoa-account-"));
    let text = export.text().await.unwrap();
    let data: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(data["account"]["email"], STUDENT);
    assert_eq!(data["recoveryCodesLeft"], 9);
    assert!(!data["lessons"].as_array().unwrap().is_empty());
    let events = data["events"].as_array().unwrap();
    assert!(
        events
            .iter()
            .any(|event| event["action"] == "password.changed")
    );
    for secret in ["$argon2", &secret, "refresh", &codes[0].replace('-', "")] {
        assert!(!text.contains(secret), "{secret} is in the export");
    }

    // The factor goes, when asked twice; without it the password is enough.
    browser.open_page(&stoa, "/account/second-factor").await;
    for step in ["asked", "done"] {
        browser
            .follow("form[action$='/remove'] button:not([type=button])")
            .await;
        assert_eq!(browser.path().await.ends_with("/remove"), step == "asked");
    }
    browser.press("/logout").await;
    browser.knock(&stoa, STUDENT, NEW_PASSWORD).await;
    assert_eq!(browser.path().await, "/lessons");
    browser.complains_of_statuses_only(&["422"]).await;
    browser.driver.clone().quit().await.unwrap();
}

#[tokio::test]
async fn an_administrator_finds_somebody_and_decides_about_them() {
    let Some(browser) = Browser::open().await else {
        return;
    };
    let stoa = Stoa::demo();
    let (person, buyer) = ("aru@example.kz", "buyer@example.kz");
    make_person(&stoa.dir, person, "student");
    let sale = json!({ "email": buyer, "name": "Жаңа Сатып алушы", "phone": "+77001234567" });
    let made = stoa
        .post("/api/admin/tripwire/users")
        .bearer_auth(stoa.token(MANAGER).await)
        .json(&sale);
    json_of(made.send().await.unwrap(), StatusCode::CREATED).await;
    let token = elsewhere(&stoa, person, GOOD_PASSWORD).await;

    // Found by a part of the address, given a role.
    browser.sign_in(&stoa, ADMIN).await;
    browser.open_page(&stoa, "/admin/users").await;
    browser.picture("people").await;
    browser.fill("search", "ARU@").await;
    browser.follow("form[role='search'] button").await;
    assert_eq!(browser.texts("table.rows tbody tr").await.len(), 1);
    browser.follow("table.rows tbody a").await;
    let place = browser.path().await;
    browser.picture("person").await;
    let tick = async |role: &str| {
        let selector = format!("[name='role'][value='{role}']");
        let tick = browser.driver.find(By::Css(selector)).await.unwrap();
        tick.click().await.unwrap();
    };
    let roles = format!("{place}/roles");
    tick("traffic").await;
    browser.press(&roles).await;
    assert_eq!(browser.path().await, place);
    let held = "[name='role']:checked";
    assert_eq!(
        browser.driver.find_all(By::Css(held)).await.unwrap().len(),
        2
    );
    tick("admin").await;
    browser.press(&roles).await;
    assert_eq!(browser.path().await, roles, "asked first");
    browser.press(&roles).await;
    assert_eq!(
        browser.driver.find_all(By::Css(held)).await.unwrap().len(),
        3
    );
    tick("admin").await;
    browser.press(&roles).await;
    assert_eq!(
        browser.driver.find_all(By::Css(held)).await.unwrap().len(),
        2
    );

    // Shut out, at once, when asked twice; and let in again.
    assert_eq!(profile(&stoa, &token).await, StatusCode::OK);
    let ban = format!("{place}/ban");
    browser.press(&ban).await;
    assert_eq!(profile(&stoa, &token).await, StatusCode::OK, "asked first");
    browser.press(&ban).await;
    assert_eq!(profile(&stoa, &token).await, StatusCode::FORBIDDEN);
    browser.picture("person-closed").await;
    let body = json!({ "email": person, "password": GOOD_PASSWORD });
    let closed = stoa.post("/api/auth/login").json(&body).send().await;
    assert_eq!(closed.unwrap().status(), StatusCode::FORBIDDEN);
    let audit = browser.texts(".events code").await.join(" ");
    for action in ["user.banned", "role.granted", "role.revoked"] {
        assert!(audit.contains(action), "{audit}");
    }
    browser.press(&format!("{place}/unban")).await;
    elsewhere(&stoa, person, GOOD_PASSWORD).await;

    // The audit, by address.
    browser.open_page(&stoa, "/admin/audit").await;
    browser.fill("person", person).await;
    browser.follow("form[role='search'] button").await;
    browser.picture("audit").await;
    let audit = browser.texts(".events code").await.join(" ");
    assert!(audit.contains("user.unbanned") && !audit.contains("invite.made"));

    // Invited again: the link is shown once.
    browser.open_page(&stoa, "/admin/users?search=buyer@").await;
    browser.follow("table.rows tbody a").await;
    let buyer = browser.path().await;
    browser.press(&format!("{buyer}/invite")).await;
    let link = browser.driver.find(By::Css("input[readonly]")).await;
    let link = link.unwrap().value().await.unwrap().unwrap();
    let invited = stoa.http.get(&link).send().await.unwrap();
    assert_eq!(invited.status(), StatusCode::OK);
    browser.picture("invited-again").await;
    browser.complains_of_statuses_only(&[]).await;

    // Nobody else sees any of it, and is told who they are and what is needed.
    browser.press("/logout").await;
    browser.sign_in(&stoa, STUDENT).await;
    for path in ["/admin/users", &place, "/admin/audit"] {
        browser.open_page(&stoa, path).await;
        assert_eq!(browser.path().await, path, "a 403 never leads elsewhere");
        let text = browser.text().await;
        // In the browser's language, for this student has chosen none.
        let needed = ["Administrator", "Администратор", "Әкімші"];
        let says_what = needed.iter().any(|word| text.contains(word));
        assert!(text.contains(STUDENT) && says_what, "{text}");
    }
    browser.complains_of_statuses_only(&["403"]).await;
    browser.driver.clone().quit().await.unwrap();
}
