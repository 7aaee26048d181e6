//! The pages in a real browser: a student learns, a manager makes a buyer, a visitor sends a lead, and the browser has
//! no complaint about our content policy.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use support::{MANAGER, STUDENT, Stoa, browser::Browser};
use thirtyfour::prelude::*;

#[tokio::test]
async fn people_do_their_work_in_a_browser() {
    let Some(browser) = Browser::open().await else {
        return;
    };
    let stoa = Stoa::demo();
    learn(&browser, &stoa).await;
    sell(&browser, &stoa).await;
    ask(&browser, &stoa).await;
    browser.driver.clone().quit().await.unwrap();
}

async fn learn(browser: &Browser, stoa: &Stoa) {
    browser
        .driver
        .goto(format!("{}/lessons", stoa.url))
        .await
        .unwrap();
    assert_eq!(
        browser.path().await,
        "/login",
        "a visitor is asked to sign in"
    );
    browser.sign_in(stoa, STUDENT).await;
    assert_eq!(browser.path().await, "/lessons");
    browser.picture("lessons").await;
    browser.follow("main a[href^='/lessons/']").await;
    assert!(browser.path().await.starts_with("/lessons/"));
    browser.picture("lesson").await;
    browser.follow("form[action$='/done'] button").await;
    assert!(
        browser
            .driver
            .query(By::Css("form[action$='/undone']"))
            .exists()
            .await
            .unwrap(),
        "it is done, and can be undone"
    );
    browser
        .driver
        .goto(format!("{}/dashboard", stoa.url))
        .await
        .unwrap();
    assert_eq!(
        browser.path().await,
        "/dashboard",
        "a 403 never leads to the login"
    );
    assert!(
        browser.text().await.contains(STUDENT),
        "it says who you are"
    );
    // The 403 itself is a complaint of the console, and the only one.
    let complaints = browser.complaints().await;
    assert!(
        complaints.iter().all(|message| message.contains("403")),
        "{complaints:?}"
    );
    browser
        .driver
        .goto(format!("{}/lessons", stoa.url))
        .await
        .unwrap();
    browser.follow("form[action='/logout'] button").await;
    assert_eq!(browser.path().await, "/login");
    browser
        .driver
        .goto(format!("{}/lessons", stoa.url))
        .await
        .unwrap();
    assert_eq!(browser.path().await, "/login", "signed out");
}

async fn sell(browser: &Browser, stoa: &Stoa) {
    browser.sign_in(stoa, MANAGER).await;
    assert_eq!(browser.path().await, "/tripwire");
    let form = "form[action='/tripwire/users']";
    if let Ok(summary) = browser
        .driver
        .find(By::Css(format!("details:has({form}) > summary")))
        .await
    {
        let _ = summary.click().await;
    }
    for (name, text) in [
        ("email", "new@buyer.kz"),
        ("name", "Жаңа Сатып алушы"),
        ("phone", "87001234567"),
    ] {
        let input = browser
            .driver
            .query(By::Css(format!("{form} [name='{name}']")))
            .first()
            .await
            .unwrap();
        input.send_keys(text).await.unwrap();
    }
    browser.follow(&format!("{form} button.primary")).await;
    let link = browser
        .driver
        .query(By::Css("input[readonly]"))
        .first()
        .await
        .unwrap();
    assert!(
        link.value().await.unwrap().unwrap().contains("/invite/"),
        "the link is shown once"
    );
    browser.picture("desk").await;
    assert!(browser.text().await.contains("new@buyer.kz"));
    let complaints = browser.complaints().await;
    assert!(complaints.is_empty(), "{complaints:?}");
}

async fn ask(browser: &Browser, stoa: &Stoa) {
    browser
        .driver
        .goto(format!("{}/l/expresscourse?utm_source=ig", stoa.url))
        .await
        .unwrap();
    browser.picture("landing").await;
    for (name, text) in [("name", "Айгерим"), ("phone", "8 700 765 43 21")] {
        browser.fill(name, text).await;
    }
    let consent = browser
        .driver
        .query(By::Css("[name^='consent'][type='checkbox']"))
        .first()
        .await
        .unwrap();
    consent.scroll_into_view().await.unwrap();
    consent.click().await.unwrap();
    browser
        .follow("form[action^='/l/expresscourse'] button.primary")
        .await;
    assert_eq!(browser.path().await, "/l/expresscourse/thanks");
    browser.picture("thanks").await;
    let complaints = browser.complaints().await;
    assert!(complaints.is_empty(), "{complaints:?}");
}
