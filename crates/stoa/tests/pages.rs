//! What pages say to people in special moments: a corrected form, a refusal, a lead that needs somebody.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use reqwest::StatusCode;
use serde_json::{Value, json};
use support::{ADMIN, MANAGER, STUDENT, Stoa, eventually, json_of, rows::superuser};

const LANDING: &str = "/l/expresscourse";

/// The value of a hidden input.
fn hidden(page: &str, name: &str) -> Option<String> {
    let begin = format!("type=\"hidden\" name=\"{name}\" value=\"");
    let rest = page.split(&begin).nth(1)?;
    Some(rest.split('"').next()?.to_owned())
}

/// The form as a visitor fills it, drawn long enough ago.
fn form(page: &str, phone: &str, utm: &str) -> Vec<(&'static str, String)> {
    let drawn: i64 = hidden(page, "ts").unwrap().parse().unwrap();
    vec![
        ("name", "Айгерім".to_owned()),
        ("phone", phone.to_owned()),
        ("consent", "2026-11".to_owned()),
        ("source", "expresscourse".to_owned()),
        ("submissionId", hidden(page, "submissionId").unwrap()),
        ("ts", (drawn - 60_000).to_string()),
        ("utm_source", utm.to_owned()),
        ("gclid", "click-7".to_owned()),
    ]
}

async fn leads(stoa: &Stoa, token: &str, query: &str) -> Vec<Value> {
    let path = format!("/api/admin/tripwire/leads?{query}");
    let leads = stoa.get(&path).bearer_auth(token).send().await.unwrap();
    let leads = json_of(leads, StatusCode::OK).await;
    leads["leads"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_corrected_form_becomes_a_lead_and_keeps_where_the_visitor_came_from() {
    let stoa = Stoa::demo();
    let page = stoa
        .get(LANDING)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let post = async |fields: &[(&'static str, String)]| {
        let answer = stoa.post(LANDING).form(fields).send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    };
    // A wrong number: what came with the address is still in the form.
    let (status, wrong) = post(&form(&page, "12", "ig")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(hidden(&wrong, "utm_source").as_deref(), Some("ig"));
    assert_eq!(hidden(&wrong, "gclid").as_deref(), Some("click-7"));
    assert_eq!(
        hidden(&wrong, "submissionId"),
        hidden(&page, "submissionId")
    );

    let sent = form(&page, "+77001234561", "ig");
    assert_eq!(post(&sent).await.0, StatusCode::SEE_OTHER);
    // Back, another number, the same form: it is shown again with the words kept, and can be sent.
    let (status, again) = post(&form(&page, "+77001234562", "ig")).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(
        again.contains("+77001234562") && again.contains("Айгерім"),
        "{again}"
    );
    assert_ne!(
        hidden(&again, "submissionId"),
        hidden(&page, "submissionId")
    );
    assert_eq!(hidden(&again, "utm_source").as_deref(), Some("ig"));
    let corrected = form(&again, "+77001234562", "ig");
    assert_eq!(post(&corrected).await.0, StatusCode::SEE_OTHER);
    // A double click on it is still one.
    assert_eq!(post(&corrected).await.0, StatusCode::SEE_OTHER);

    let token = stoa.token(MANAGER).await;
    let found = leads(&stoa, &token, "limit=50").await;
    let phones: Vec<_> = found.iter().map(|lead| &lead["phone"]).collect();
    assert_eq!(phones, ["+77001234562", "+77001234561"]);
    assert_eq!(found[0]["utm"]["utm_source"], "ig");
}

#[tokio::test]
async fn the_desk_shows_what_needs_somebody_however_old_it_is() {
    let stoa = Stoa::demo_with(&[("STOA_HTTP__TRUSTED_PROXIES", "127.0.0.1".to_owned())]);
    let mut first = None;
    for n in 0..28 {
        let answer = stoa
            .post("/api/landing/submit")
            .header("x-forwarded-for", format!("203.0.113.{n}"))
            .json(&json!({ "name": "Lead", "phone": format!("+77001234{n:03}") }));
        let lead = json_of(answer.send().await.unwrap(), StatusCode::OK).await;
        first.get_or_insert(lead);
    }
    let first = first.unwrap();
    let (id, code) = (
        first["leadId"].as_str().unwrap(),
        first["code"].as_str().unwrap(),
    );
    let token = stoa.token(ADMIN).await;
    // What is on its way must have ended before its state is arranged.
    eventually("all is delivered", || async {
        let open = leads(&stoa, &token, "state=pending&limit=200").await.len()
            + leads(&stoa, &token, "state=sending&limit=200").await.len();
        (open == 0).then_some(())
    })
    .await;
    let tripwire = superuser(&stoa.dir, "tripwire").await;
    let arrange =
        format!("update deliveries set state = 'unknown' where lead_id = '{id}' and sink = 'crm'");
    tripwire.batch_execute(&arrange).await.unwrap();

    let found = leads(&stoa, &token, "state=unknown").await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["code"], code);
    for empty in ["dead", "blocked", "retry"] {
        assert!(
            leads(&stoa, &token, &format!("state={empty}"))
                .await
                .is_empty()
        );
    }
    let refused = stoa
        .get("/api/admin/tripwire/leads?state=done")
        .bearer_auth(&token);
    json_of(
        refused.send().await.unwrap(),
        StatusCode::UNPROCESSABLE_ENTITY,
    )
    .await;
    let desk = stoa.get("/tripwire").bearer_auth(&token);
    let desk = desk.send().await.unwrap().text().await.unwrap();
    assert!(
        desk.contains("Заявки, которым нужны вы") && desk.contains(code),
        "{desk}"
    );
    assert!(desk.contains("stoa delivery resend"), "what to do");
}

#[tokio::test]
async fn a_refusal_names_the_person_and_where_to_get_help() {
    let stoa = Stoa::demo_with(&[("STOA_SUPPORT__EMAIL", "help@academy.example".to_owned())]);
    let token = stoa.token(STUDENT).await;
    let page = async |path: &str| {
        let answer = stoa.get(path).bearer_auth(&token).send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    };
    let (status, refused) = page("/tripwire").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(refused.contains("help@academy.example"), "{refused}");
    let profile = stoa.get("/api/profile").bearer_auth(&token);
    let profile = json_of(profile.send().await.unwrap(), StatusCode::OK).await;
    let name = profile["name"].as_str().unwrap();
    assert!(
        !name.is_empty() && refused.contains(name),
        "{name}: {refused}"
    );
    for nothing in ["/nowhere", "/lessons/abc", "//elsewhere.kz/phish"] {
        let (status, missing) = page(nothing).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{nothing}");
        assert!(missing.contains("help@academy.example"));
        assert!(!missing.contains("href=\"//"), "{missing}");
    }
}

#[tokio::test]
async fn the_dashboard_speaks_the_readers_language() {
    let stoa = Stoa::demo();
    let token = stoa.token(ADMIN).await;
    for (language, words) in [
        ("ru", ["Основная база", "Передача заявок", "Соединения"]),
        (
            "kk",
            ["Негізгі дерекқор", "Өтінімдерді жеткізу", "Қосылымдар"],
        ),
        ("en", ["Main database", "Passing leads on", "Connections"]),
    ] {
        let chosen = stoa.http.patch(format!("{}/api/profile", stoa.url));
        let chosen = chosen
            .bearer_auth(&token)
            .json(&json!({ "locale": language }));
        json_of(chosen.send().await.unwrap(), StatusCode::OK).await;
        let page = stoa.get("/dashboard").bearer_auth(&token);
        let page = page.send().await.unwrap().text().await.unwrap();
        for word in words {
            assert!(page.contains(word), "{language}: {word}\n{page}");
        }
        // A check without a name for people would be shown by its own.
        assert!(!page.contains("<strong><span lang=\"en\">"), "{page}");
    }
}

#[tokio::test]
async fn a_buyer_who_is_there_already_is_a_click_away() {
    let stoa = Stoa::demo();
    let token = stoa.token(MANAGER).await;
    let form = [
        ("name", "Гүлназ"),
        ("email", "gulnaz@mail.kz"),
        ("price", "5000"),
    ];
    let create = async || {
        let sent = stoa.post("/tripwire/users").bearer_auth(&token).form(&form);
        let answer = sent.send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    };
    assert_eq!(create().await.0, StatusCode::CREATED);
    let (status, page) = create().await;
    assert_eq!(status, StatusCode::CONFLICT);
    let begin = "<a class=\"button\" href=\"/tripwire/users/";
    let there = page.split(begin).nth(1).unwrap().split('"').next().unwrap();
    let buyer = stoa.get(&format!("/tripwire/users/{there}"));
    let buyer = buyer.bearer_auth(&token).send().await.unwrap();
    assert!(buyer.text().await.unwrap().contains("gulnaz@mail.kz"));
    // The address of the answer alone is the desk.
    let reloaded = stoa.get("/tripwire/users").bearer_auth(&token);
    let reloaded = reloaded.send().await.unwrap();
    assert_eq!(reloaded.headers()["location"], "/tripwire");
}

#[tokio::test]
async fn a_demonstration_that_sends_says_so() {
    let real = [
        ("STOA_TELEGRAM__BOT_TOKEN", "7:secret".to_owned()),
        ("STOA_TELEGRAM__LEADS_CHAT_ID", "-100".to_owned()),
        ("STOA_TELEGRAM__API_URL", "http://127.0.0.1:9".to_owned()),
    ];
    for (settings, says, outbox) in [
        (&real[..0], "никуда не уходят", "Пока пусто"),
        (
            &real[..],
            "сообщения в неё уходят",
            "Пусто: сообщения уходят",
        ),
    ] {
        let stoa = Stoa::demo_with(settings);
        let token = stoa.token(ADMIN).await;
        let page = stoa.get("/admin/outbox").bearer_auth(token);
        let page = page.send().await.unwrap().text().await.unwrap();
        assert!(page.contains(says) && page.contains(outbox), "{page}");
    }
}

#[tokio::test]
async fn a_held_lead_is_called_held_by_the_command_line() {
    let stoa = Stoa::demo();
    let lead = json!({ "name": "Lead", "phone": "+77001234567", "hp": "x" });
    let lead = stoa
        .post("/api/landing/submit")
        .json(&lead)
        .send()
        .await
        .unwrap();
    let code = json_of(lead, StatusCode::OK).await["code"]
        .as_str()
        .unwrap()
        .to_owned();
    let list = |more: &[&str]| {
        let all = [&["delivery", "list"], more].concat();
        String::from_utf8(support::run(&stoa.dir, &all).stdout).unwrap()
    };
    let text = list(&[]);
    assert!(
        text.contains(" held ") && !text.contains("blocked"),
        "{text}"
    );
    assert!(
        text.contains(&format!("stoa delivery release {code}")),
        "{text}"
    );
    let one: Value =
        serde_json::from_str(list(&["--format", "json"]).lines().next().unwrap()).unwrap();
    assert_eq!(
        (&one["state"], &one["held"]),
        (&json!("blocked"), &json!(true))
    );
    let mapping = support::run(&stoa.dir, &["mapping", "list"]).stdout;
    let mapping = String::from_utf8(mapping).unwrap();
    assert!(mapping.contains("a demo makes them"), "{mapping}");
}

#[tokio::test]
async fn a_job_that_waits_cannot_be_put_away_with_its_lead() {
    let stoa = Stoa::demo();
    let token = stoa.token(ADMIN).await;
    let jobs = "/api/admin/jobs/tripwire";
    let pause = json!({ "kind": "deliver", "reason": "a test" });
    let pause = stoa.post(&format!("{jobs}/pause")).json(&pause);
    let paused = pause.bearer_auth(&token).send().await.unwrap();
    assert!(paused.status().is_success());
    let lead = json!({ "name": "Lead", "phone": "+77001234567" });
    let lead = stoa.post("/api/landing/submit").json(&lead);
    json_of(lead.send().await.unwrap(), StatusCode::OK).await;
    let waiting = stoa.get(&format!("{jobs}?kind=deliver&state=ready"));
    let waiting = waiting.bearer_auth(&token).send().await.unwrap();
    let waiting = json_of(waiting, StatusCode::OK).await;
    let id = &waiting["jobs"][0]["id"];
    let cancel = stoa.post(&format!("{jobs}/{id}/cancel"));
    let refused = cancel.bearer_auth(&token).send().await.unwrap();
    let refused = json_of(refused, StatusCode::CONFLICT).await;
    assert_eq!(refused["code"], "job.wrong_state");
    let resume = format!("{}{jobs}/pause/deliver", stoa.url);
    let resumed = stoa.http.delete(resume).bearer_auth(&token).send().await;
    assert!(resumed.unwrap().status().is_success());
    eventually("the lead leaves", || async {
        let open = leads(&stoa, &token, "state=pending").await.len();
        (open == 0).then_some(())
    })
    .await;
}
