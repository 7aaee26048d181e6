//! The example for frontends in a real browser: `examples/supabase-js`, with the client library from the registry.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Stdio},
};

use support::{STUDENT, Stoa, browser::Browser, eventually, node};
use thirtyfour::prelude::*;

/// The example's own server, in front of a Stoa; it is stopped when dropped.
struct Example {
    url: String,
    server: Child,
}

impl Example {
    fn start(package: &node::Package, stoa: &Stoa) -> Self {
        let mut server = package.node(&["server.js"]);
        server.env("STOA_URL", &stoa.url).env("PORT", "0");
        let mut server = server.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut said = BufReader::new(server.stdout.as_mut().unwrap());
        said.read_line(&mut line).unwrap();
        Self {
            url: line.trim().to_owned(),
            server,
        }
    }
}

impl Drop for Example {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[tokio::test]
async fn the_example_signs_in_and_reads_lessons() {
    let Some(package) = node::Package::install("examples/supabase-js") else {
        return;
    };
    let Some(browser) = Browser::open().await else {
        return;
    };
    let stoa = Stoa::demo();
    let example = Example::start(&package, &stoa);
    browser.driver.goto(&example.url).await.unwrap();
    browser.fill("email", STUDENT).await;
    browser.fill("password", "test123").await;
    press(&browser, "#sign-in button").await;
    eventually("the lessons", || async {
        let lessons = browser
            .driver
            .find_all(By::Css("#lessons li"))
            .await
            .unwrap();
        (!lessons.is_empty()).then_some(())
    })
    .await;
    assert!(browser.text().await.contains(STUDENT));
    browser.picture("example").await;
    press(&browser, "#sign-out").await;
    eventually("the form", || async {
        let form = browser.driver.find(By::Id("sign-in")).await.unwrap();
        form.is_displayed().await.unwrap().then_some(())
    })
    .await;
    assert_eq!(browser.complaints().await, Vec::<String>::new());
    a_second_client_is_refused(&browser, &example).await;
    browser.driver.clone().quit().await.unwrap();
}

async fn a_second_client_is_refused(browser: &Browser, example: &Example) {
    let page = format!("{}/?second-client", example.url);
    browser.driver.goto(page).await.unwrap();
    let problem = browser.driver.query(By::Id("problem")).and_displayed();
    let said = problem.first().await.unwrap().text().await.unwrap();
    assert!(said.contains("already a client"), "{said}");
}

async fn press(browser: &Browser, selector: &str) {
    let button = browser.driver.query(By::Css(selector)).and_displayed();
    button.first().await.unwrap().click().await.unwrap();
}
