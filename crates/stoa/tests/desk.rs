//! What managers and operators do about leads and buyers that need a person, on a real Stoa.
#![expect(clippy::too_many_lines, clippy::unwrap_used, reason = "tests")]

mod support;

use std::{
    io::{BufRead as _, BufReader},
    process::Stdio,
};

use reqwest::StatusCode;
use serde_json::{Value, json};
use support::{ADMIN, MANAGER, STUDENT, Stoa, eventually, folder, json_of, program, run};

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A lead that looks like a machine's.
async fn suspicious(stoa: &Stoa, phone: &str) -> Value {
    let body = json!({ "name": "Айгерім", "phone": phone, "source": "expresscourse", "hp": "x" });
    let answer = stoa.post("/api/landing/submit").json(&body).send().await;
    json_of(answer.unwrap(), StatusCode::OK).await
}

async fn check(stoa: &Stoa, name: &str) -> (String, String) {
    // A look is good for half a second.
    let health = stoa.get("/health").send().await.unwrap();
    let health = json_of(health, StatusCode::OK).await;
    let check = &health["checks"][name];
    let word = |key: &str| check[key].as_str().unwrap_or_default().to_owned();
    (word("status"), word("message"))
}

async fn eventually_is(stoa: &Stoa, name: &str, status: &str) -> String {
    eventually(name, || async {
        let (found, message) = check(stoa, name).await;
        (found == status).then_some(message)
    })
    .await
}

async fn delivered(stoa: &Stoa, token: &str, lead: &Value) -> Option<()> {
    let path = "/api/admin/tripwire/leads?limit=200";
    let leads = stoa.get(path).bearer_auth(token).send().await.ok()?;
    let leads = json_of(leads, StatusCode::OK).await;
    let own = leads["leads"].as_array()?;
    let own = own.iter().find(|row| row["id"] == lead["leadId"])?;
    let states = own["deliveries"].as_array()?;
    states
        .iter()
        .all(|delivery| delivery["state"] == "done")
        .then_some(())
}

#[tokio::test]
async fn a_held_lead_is_seen_and_let_through_from_the_page_the_api_and_the_machine() {
    let stoa = Stoa::demo();
    let token = stoa.token(MANAGER).await;
    assert_eq!(check(&stoa, "quarantine").await.0, "ok");
    let (page, api, machine, spam) = (
        suspicious(&stoa, "+77001234561").await,
        suspicious(&stoa, "+77001234562").await,
        suspicious(&stoa, "+77001234563").await,
        suspicious(&stoa, "+77001234564").await,
    );
    let message = eventually_is(&stoa, "quarantine", "warn").await;
    assert!(
        message.contains("4 held") && message.contains("stoa delivery held"),
        "{message}"
    );
    let figures = stoa
        .get("/metrics")
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(figures.contains("\nstoa_lead_held 4\n"), "{figures}");

    // The manager's page says so and why, and has the button.
    let get = async |path: &str| {
        let page = stoa.get(path).bearer_auth(&token);
        page.send().await.unwrap().text().await.unwrap()
    };
    assert!(get("/tripwire").await.contains("заявки ждут проверки"));
    let listed = get("/tripwire/quarantine").await;
    let release = format!(
        "/tripwire/leads/{}/release",
        page["leadId"].as_str().unwrap()
    );
    assert!(
        listed.contains(&release) && listed.contains("люди не видят"),
        "{listed}"
    );
    let done = stoa
        .post(&release)
        .bearer_auth(&token)
        .send()
        .await
        .unwrap();
    assert_eq!(done.status(), StatusCode::SEE_OTHER);
    assert_eq!(
        done.headers()["location"],
        "/tripwire/quarantine?said=lead-released"
    );
    let again = stoa
        .post(&release)
        .bearer_auth(&token)
        .send()
        .await
        .unwrap();
    assert_eq!(
        again.headers()["location"],
        "/tripwire/quarantine?said=lead-settled"
    );

    let path = format!(
        "/api/admin/tripwire/leads/{}/release",
        api["leadId"].as_str().unwrap()
    );
    let student = stoa.token(STUDENT).await;
    let refused = stoa.post(&path).bearer_auth(student).send().await.unwrap();
    json_of(refused, StatusCode::FORBIDDEN).await;
    let released = stoa.post(&path).bearer_auth(&token).send().await.unwrap();
    let released = json_of(released, StatusCode::OK).await;
    assert_eq!(released["quarantineReason"], Value::Null);

    let held = text(&run(&stoa.dir, &["delivery", "held", "--format", "json"]).stdout);
    let held: Vec<Value> = held
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(held.len(), 2, "{held:?}");
    assert_eq!(
        (&held[0]["code"], &held[0]["reason"]),
        (&spam["code"], &json!("trap"))
    );
    let code = machine["code"].as_str().unwrap().to_lowercase();
    let freed = run(&stoa.dir, &["delivery", "release", &code]);
    assert!(freed.status.success(), "{}", text(&freed.stderr));
    for lead in [&page, &api, &machine] {
        eventually("the delivery", || delivered(&stoa, &token, lead)).await;
    }
    let kept = run(
        &stoa.dir,
        &["delivery", "keep", spam["code"].as_str().unwrap()],
    );
    assert!(kept.status.success(), "{}", text(&kept.stderr));
    eventually_is(&stoa, "quarantine", "ok").await;
    assert!(
        get("/tripwire/quarantine?shown=kept")
            .await
            .contains(spam["code"].as_str().unwrap())
    );
    let nobody = run(&stoa.dir, &["delivery", "release", "000000"]);
    assert!(!nobody.status.success() && text(&nobody.stderr).contains("no such lead"));
}

#[tokio::test]
async fn a_reader_who_has_seen_enough_is_no_accident() {
    let dir = folder();
    for arguments in [
        &["config", "show"][..],
        &["migrate", "explain", "SM001"],
        &["keys", "list"],
    ] {
        let mut child = program(dir.path())
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let told: Vec<_> = BufReader::new(child.stderr.take().unwrap())
            .lines()
            .map_while(Result::ok)
            .collect();
        assert!(child.wait().unwrap().success(), "{arguments:?}: {told:?}");
        assert!(
            !told.join("\n").contains("panicked"),
            "{arguments:?}: {told:?}"
        );
    }
    // A full disk is told.
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = program(dir.path())
        .args(["config", "show"])
        .stdout(full)
        .output()
        .unwrap();
    assert!(!output.status.success() && text(&output.stderr).contains("could not be written"));
}

/// Somebody made beside the running Stoa, signed in.
async fn person(stoa: &Stoa, email: &str, role: &str) -> String {
    support::make_person(&stoa.dir, email, role);
    let form = json!({ "email": email, "password": support::GOOD_PASSWORD });
    let session = stoa
        .post("/api/auth/login")
        .json(&form)
        .send()
        .await
        .unwrap();
    let session = json_of(session, StatusCode::OK).await;
    session["access_token"].as_str().unwrap().to_owned()
}

async fn buyers(stoa: &Stoa, token: &str) -> usize {
    let list = stoa.get("/api/admin/tripwire/users").bearer_auth(token);
    let list = json_of(list.send().await.unwrap(), StatusCode::OK).await;
    list.as_array().unwrap().len()
}

#[tokio::test]
async fn without_the_demo_a_buyer_gets_the_course_and_a_way_in_and_a_lead_sees_the_team() {
    let dir = folder();
    let stoa = Stoa::start(dir.path(), &[], &[]);
    let manager = person(&stoa, "manager@academy.kz", "sales_manager").await;
    let lead = person(&stoa, "lead@academy.kz", "sales_lead").await;
    let new = json!({ "email": "buyer@example.com", "name": "Айгерім" });
    let path = "/api/admin/tripwire/users";
    let made = stoa
        .post(path)
        .bearer_auth(&manager)
        .json(&new)
        .send()
        .await;
    let made = json_of(made.unwrap(), StatusCode::CREATED).await;
    assert_eq!(made["state"], "invited", "{made}");
    let link = made["invite"]["url"].as_str().unwrap();
    let path = &link[link.find("/invite/").unwrap()..];
    let entered = stoa
        .post(path)
        .form(&[("password", support::GOOD_PASSWORD)]);
    let entered = entered.send().await.unwrap();
    assert_eq!(entered.status(), StatusCode::SEE_OTHER);
    let cookie = entered.headers()["set-cookie"].to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let lessons = stoa.get("/lessons").header("cookie", cookie);
    let lessons = lessons.send().await.unwrap();
    let page = lessons.text().await.unwrap();
    assert!(
        page.contains("Экспресс-курс") && page.contains("Уроки готовятся"),
        "who has bought is not told to buy: {page}"
    );

    assert_eq!(
        (buyers(&stoa, &manager).await, buyers(&stoa, &lead).await),
        (1, 0)
    );
    let team = |arguments: &[&str]| {
        let arguments = [&["team"][..], arguments].concat();
        run(dir.path(), &arguments)
    };
    let wrong = team(&["add", "manager@academy.kz", "nobody@academy.kz"]);
    let told = text(&wrong.stderr);
    assert!(!wrong.status.success(), "{told}");
    assert!(
        told.contains("sales_lead") && told.contains("nobody@academy.kz"),
        "all at once: {told}"
    );
    for word in ["sees", "saw already"] {
        let added = team(&["add", "Lead@academy.kz", "manager@academy.kz"]);
        assert!(
            text(&added.stdout).contains(word),
            "{}",
            text(&added.stderr)
        );
    }
    assert_eq!(buyers(&stoa, &lead).await, 1);
    let listed = text(&team(&["list", "--format", "json"]).stdout);
    let listed: Value = serde_json::from_str(listed.trim()).unwrap();
    assert_eq!(listed["lead"]["email"], "lead@academy.kz");
    assert_eq!(listed["member"]["email"], "manager@academy.kz");
    // The same on a page: a lead sees it, an administrator changes it, a manager gets neither.
    let admin = person(&stoa, "admin@academy.kz", "admin").await;
    let open = async |token: &str| {
        let page = stoa
            .get("/tripwire/team")
            .bearer_auth(token)
            .send()
            .await
            .unwrap();
        (
            page.status(),
            page.text().await.unwrap().contains("manager@academy.kz"),
        )
    };
    assert_eq!(open(&lead).await, (StatusCode::OK, true));
    assert_eq!(open(&manager).await.0, StatusCode::FORBIDDEN);
    let send = async |token: &str, path: &str, lead: &str, member: &str| {
        let form = [("lead", lead), ("member", member)];
        let answer = stoa
            .post(path)
            .bearer_auth(token)
            .form(&form)
            .send()
            .await
            .unwrap();
        answer.status()
    };
    let (path, own) = ("/tripwire/team", "lead@academy.kz");
    assert_eq!(
        send(&lead, path, own, "manager@academy.kz").await,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        send(&admin, path, own, "nobody@x.kz").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        send(&admin, path, own, "manager@academy.kz").await,
        StatusCode::SEE_OTHER
    );
    let removed = team(&["remove", "lead@academy.kz", "manager@academy.kz"]);
    assert!(
        text(&removed.stdout).contains("no longer"),
        "{}",
        text(&removed.stderr)
    );
    assert_eq!(buyers(&stoa, &lead).await, 0);
    drop(stoa);
    // Without a server it works as well.
    assert!(text(&team(&["list"]).stdout).contains("no team"));
}

#[tokio::test]
async fn the_demos_lead_has_a_team_and_the_demo_fills_a_course_that_was_empty() {
    let dir = folder();
    drop(Stoa::start(dir.path(), &[], &[]));
    let stoa = Stoa::start(dir.path(), &["--demo"], &[]);
    let student = stoa.token(STUDENT).await;
    let lessons = stoa.get("/api/lessons").bearer_auth(student).send().await;
    let lessons = json_of(lessons.unwrap(), StatusCode::OK).await;
    let of_course = |slug: &str| {
        let lessons = lessons.as_array().unwrap();
        lessons
            .iter()
            .filter(|lesson| lesson["course"]["slug"] == slug)
            .count()
    };
    assert_eq!(
        (of_course("expresscourse"), of_course("ai-at-work")),
        (3, 6)
    );
    let team = text(&run(dir.path(), &["team", "list"]).stdout);
    assert!(
        team.contains("lead@test.com") && team.contains(MANAGER),
        "{team}"
    );
}

#[tokio::test]
async fn an_account_that_could_not_be_made_warns_and_is_tried_again_from_the_page() {
    let stoa = Stoa::demo();
    let token = stoa.token(MANAGER).await;
    let admin = stoa.token(ADMIN).await;
    let path = "/api/admin/tripwire/users";
    let sell = async |email: &str| {
        let new = json!({ "email": email, "name": "Айгерім" });
        let made = stoa.post(path).bearer_auth(&token).json(&new).send().await;
        json_of(made.unwrap(), StatusCode::CREATED).await
    };
    let first = sell("first@example.com").await;
    let buyer = stoa.get(&format!("{path}/{}", first["id"].as_str().unwrap()));
    let buyer = buyer.bearer_auth(&token).send().await.unwrap();
    let buyer = json_of(buyer, StatusCode::OK).await;
    let person = buyer["userId"].as_str().unwrap().to_owned();
    let rename = async |email: &str| {
        let url = format!("{}/auth/v1/admin/users/{person}", stoa.url);
        let renamed = stoa
            .http
            .put(url)
            .bearer_auth(&admin)
            .json(&json!({ "email": email }));
        json_of(renamed.send().await.unwrap(), StatusCode::OK).await;
    };
    // One person cannot be two buyers.
    rename("moved@example.com").await;
    let made = sell("moved@example.com").await;
    assert_eq!(made["state"], "failed");
    let message = eventually_is(&stoa, "buyers", "warn").await;
    assert!(
        message.contains("1 accounts could not be made"),
        "{message}"
    );
    let message = eventually_is(&stoa, "queue", "warn").await;
    assert!(
        message.contains("1 dead") && message.contains("stoa job list"),
        "{message}"
    );
    let listed = text(&run(&stoa.dir, &["job", "list"]).stdout);
    assert!(listed.contains("buyer.provision"), "{listed}");

    let id = made["id"].as_str().unwrap();
    let invite = stoa
        .post(&format!("{path}/{id}/invite"))
        .bearer_auth(&token);
    let invite = json_of(invite.send().await.unwrap(), StatusCode::CONFLICT).await;
    assert_eq!(invite["code"], "buyer.provisioning_failed");
    let page = stoa
        .get(&format!("/tripwire/users/{id}"))
        .bearer_auth(&token);
    let page = page.send().await.unwrap().text().await.unwrap();
    let action = format!("/tripwire/users/{id}/retry");
    assert!(
        page.contains(&action) && page.contains("под другим адресом"),
        "{page}"
    );
    let again = stoa.post(&action).bearer_auth(&token).send().await.unwrap();
    assert_eq!(
        again.headers()["location"].to_str().unwrap(),
        format!("/tripwire/users/{id}?said=retry-failed")
    );
    rename("first@example.com").await;
    let retried = stoa.post(&format!("{path}/{id}/retry")).bearer_auth(&token);
    let retried = json_of(retried.send().await.unwrap(), StatusCode::OK).await;
    assert_eq!(retried["state"], "invited");
    assert!(
        retried["invite"]["url"]
            .as_str()
            .unwrap()
            .contains("/invite/")
    );
    eventually_is(&stoa, "buyers", "ok").await;
    eventually_is(&stoa, "queue", "ok").await;
}

#[tokio::test]
async fn settings_that_are_not_in_force_are_told_and_taken_over_by_a_word() {
    let dir = folder();
    let row = |pipeline: u32| {
        let row = json!([{ "source": "*", "payment_method": "*", "pipeline_id": pipeline, "status_id": 71 }]);
        [("STOA_AMOCRM__MAPPING", row.to_string())]
    };
    let mapping = |arguments: &[&str], settings: &[(&str, String)]| {
        let settings = settings.iter().map(|(name, value)| (*name, value));
        let output = program(dir.path())
            .arg("mapping")
            .args(arguments)
            .envs(settings)
            .output();
        let output = output.unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    // A demo delivers, and leaves no row behind as if somebody had said it.
    let demo = Stoa::start(dir.path(), &["--demo"], &[]);
    let token = demo.token(MANAGER).await;
    let lead = json!({ "name": "Айгерім", "phone": "+77001234567" });
    let lead = demo
        .post("/api/landing/submit")
        .json(&lead)
        .send()
        .await
        .unwrap();
    let lead = json_of(lead, StatusCode::OK).await;
    eventually("the demo's deal", || delivered(&demo, &token, &lead)).await;
    assert!(mapping(&["list"], &[]).contains("no rows"));
    drop(demo);

    drop(Stoa::start(dir.path(), &[], &row(7)));
    let stoa = Stoa::start(dir.path(), &[], &row(8));
    let message = eventually_is(&stoa, "mapping", "warn").await;
    assert!(
        message.contains("1 rows") && message.contains("--from-settings"),
        "{message}"
    );
    assert!(
        stoa.log().contains("says something else than the table"),
        "{}",
        stoa.log()
    );
    let listed = mapping(&["list"], &row(8));
    assert!(listed.contains("* + * -> pipeline 7, stage 71"), "{listed}");
    assert!(
        listed.contains("~ * + * -> pipeline 8, stage 71 (was pipeline 7, stage 71)"),
        "{listed}"
    );
    let set = mapping(&["set", "--from-settings"], &row(8));
    assert!(set.starts_with("~ * + * -> pipeline 8"), "{set}");
    eventually_is(&stoa, "mapping", "ok").await;
    let one = [
        "set",
        "expresscourse",
        "Kaspi",
        "--pipeline",
        "9",
        "--stage",
        "90",
        "--tag",
        "x",
    ];
    let added = mapping(&one, &row(8));
    assert!(
        added.starts_with("+ expresscourse + kaspi -> pipeline 9, stage 90, tags x"),
        "{added}"
    );
    assert!(added.contains("/health keeps warning"), "{added}");
    assert!(mapping(&one, &row(8)).starts_with("nothing changes"));
    eventually_is(&stoa, "mapping", "warn").await;
    assert!(mapping(&["remove", "expresscourse", "kaspi"], &row(8)).starts_with("- expresscourse"));
    // Where deals are made one row must always fit; elsewhere nothing needs it.
    let crm = [
        ("STOA_AMOCRM__BASE_URL", "http://127.0.0.1:1/".to_owned()),
        ("STOA_AMOCRM__TOKEN", "a token".to_owned()),
    ];
    let last = program(dir.path())
        .args(["mapping", "remove", "*", "*"])
        .envs(crm)
        .output()
        .unwrap();
    assert!(!last.status.success() && text(&last.stderr).contains("default row"));
    eventually_is(&stoa, "mapping", "ok").await;
    assert!(mapping(&["remove", "*", "*"], &row(8)).starts_with("- * + *"));
    eventually_is(&stoa, "mapping", "warn").await;
}

#[test]
fn everything_wrong_with_a_new_person_is_told_at_once() {
    let dir = folder();
    let output = run(
        dir.path(),
        &[
            "user",
            "create",
            "nowhere",
            "--name",
            " ",
            "--role",
            "emperor",
            "--role",
            "pope",
            "--password-stdin",
        ],
    );
    let told = text(&output.stderr);
    assert!(!output.status.success());
    for part in [
        "the address",
        "the name",
        "emperor, pope",
        "sales_manager",
        "the password",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}
