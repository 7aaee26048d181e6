//! People of a former platform: a file, a command, and a sign-in over HTTP with the password they had.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{path::Path, process::Output};

use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
use reqwest::StatusCode;
use serde_json::{Value, json};
use support::{Stoa, rows::Rows, rows::superuser, run};

/// The worked example of Firebase's own tool.
const FIREBASE: &str = "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==$42xEC+ixf3L2lw==$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==";
const FIREBASE_PASSWORD: &str = "user1password";
const PASSWORD: &str = "a former colonnade";

fn bcrypt(version: bcrypt::Version) -> String {
    let made = bcrypt::hash_with_salt(PASSWORD, 4, [7; 16]).unwrap();
    made.format_for_version(version)
}

fn argon2(algorithm: Algorithm) -> String {
    let params = Params::new(256, 2, 1, None).unwrap();
    let made = Argon2::new(algorithm, Version::V0x13, params)
        .hash_password_with_salt(PASSWORD.as_bytes(), &[3; 16]);
    made.unwrap().to_string()
}

/// Every kind of hash that is taken over: the address, the hash, and the password behind it.
fn hashes() -> Vec<(&'static str, String, &'static str)> {
    use bcrypt::Version::{TwoA, TwoB, TwoY};
    vec![
        ("bcrypt-2a@former.kz", bcrypt(TwoA), PASSWORD),
        ("bcrypt-2b@former.kz", bcrypt(TwoB), PASSWORD),
        ("bcrypt-2y@former.kz", bcrypt(TwoY), PASSWORD),
        ("argon2id@former.kz", argon2(Algorithm::Argon2id), PASSWORD),
        ("argon2i@former.kz", argon2(Algorithm::Argon2i), PASSWORD),
        ("argon2d@former.kz", argon2(Algorithm::Argon2d), PASSWORD),
        ("fbscrypt@former.kz", FIREBASE.to_owned(), FIREBASE_PASSWORD),
    ]
}

fn import(stoa: &Stoa, file: &str, options: &[&str]) -> Output {
    run(&stoa.dir, &[&["user", "import", file], options].concat())
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

async fn sign_in(stoa: &Stoa, email: &str, password: &str) -> (StatusCode, Value) {
    let answer = stoa
        .post("/auth/v1/token?grant_type=password")
        .json(&json!({ "email": email, "password": password }))
        .send();
    let answer = answer.await.unwrap();
    (answer.status(), answer.json().await.unwrap())
}

async fn stored(dir: &Path, email: &str) -> String {
    let sql = "select c.phc from auth.credentials c join auth.users u on u.id = c.user_id where u.email = $1";
    let main = superuser(dir, "main").await;
    main.query_one(sql, &[&email]).await.unwrap().get(0)
}

#[tokio::test]
async fn everybody_signs_in_with_the_password_they_had_and_the_hash_becomes_ours() {
    let stoa = Stoa::demo();
    let rows = hashes().into_iter();
    let rows = rows.map(|(email, hash, _)| format!("{email},true,\"{hash}\",Анна\n"));
    let waiting = bcrypt(bcrypt::Version::TwoB);
    let csv = format!(
        "email,email_confirmed,password_hash,name\n{}waiting@former.kz,no,{waiting},\n",
        rows.collect::<String>()
    );
    std::fs::write(stoa.dir.join("people.csv"), csv).unwrap();
    let rows = Rows::of(&stoa.dir).await;
    let before = rows.count().await;
    let tried = import(&stoa, "people.csv", &["--dry-run"]);
    assert!(
        said(&tried).contains("8 would be imported: 8 of them with a password"),
        "{tried:?}"
    );
    assert_eq!(rows.count().await, before, "a dry run writes nothing");
    let done = import(&stoa, "people.csv", &[]);
    assert!(said(&done).contains("8 imported"), "{done:?}");
    let ours = "$argon2id$v=19$m=19456,t=2,p=1$";
    for (email, hash, password) in hashes() {
        assert_eq!(stored(&stoa.dir, email).await, hash, "as it came");
        let (status, _) = sign_in(&stoa, email, "another password").await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{email}");
        assert_eq!(
            stored(&stoa.dir, email).await,
            hash,
            "a wrong one changes nothing"
        );
        let (status, session) = sign_in(&stoa, email, password).await;
        assert_eq!(status, StatusCode::OK, "{email}: {session}");
        assert_eq!(session["user"]["email"], email);
        assert_eq!(session["user"]["user_metadata"]["full_name"], "Анна");
        let anew = stored(&stoa.dir, email).await;
        assert!(
            anew.starts_with(ours),
            "{email}: hashed anew at the first sign-in"
        );
        let (status, _) = sign_in(&stoa, email, password).await;
        assert_eq!(status, StatusCode::OK, "{email}, with our hash");
        assert_eq!(stored(&stoa.dir, email).await, anew, "and only once");
    }
    let (status, refused) = sign_in(&stoa, "waiting@former.kz", PASSWORD).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(refused["error_code"], "email_not_confirmed", "{refused}");
    let again = import(&stoa, "people.csv", &[]);
    assert!(again.status.success());
    assert!(said(&again).contains("0 imported"), "{again:?}");
    assert!(said(&again).contains("8 were here already"), "{again:?}");
    assert!(stored(&stoa.dir, hashes()[0].0).await.starts_with(ours));
}

#[tokio::test]
async fn one_wrong_row_keeps_everybody_away_and_all_wrong_rows_are_told() {
    let stoa = Stoa::demo();
    let hash = bcrypt(bcrypt::Version::TwoB);
    let csv = format!(
        "id,email,password_hash\n,first@former.kz,{hash}\n,second@former.kz,$1$md5$hush\n\
         not-a-uuid,third@former.kz,\n018f0000-0000-7000-8000-0000000000aa,{student},\n\
         ,first@former.kz,\n,last@former.kz,{hash}\n",
        student = support::STUDENT,
    );
    std::fs::write(stoa.dir.join("people.csv"), csv).unwrap();
    let rows = Rows::of(&stoa.dir).await;
    let before = rows.count().await;
    let refused = import(&stoa, "people.csv", &[]);
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    let told = said(&refused);
    let begun: Vec<_> = told
        .lines()
        .filter_map(|line| line.split_once(':'))
        .collect();
    let lines: Vec<_> = begun.iter().map(|(place, _)| *place).collect();
    assert_eq!(lines, ["line 3", "line 4", "line 6"], "{told}");
    for part in ["bcrypt", "id is no UUID", "stands in line 2 too"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!told.contains("hush"), "{told}");
    let stderr = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(stderr.contains("3 faults, nobody was imported"), "{stderr}");
    assert_eq!(rows.count().await, before, "nothing is written by halves");

    // Who is here under another id is no fault: told by line, and the others come.
    let csv = format!(
        "id,email\n018f0000-0000-7000-8000-0000000000aa,{}\n,first@former.kz\n",
        support::STUDENT
    );
    std::fs::write(stoa.dir.join("people.csv"), csv).unwrap();
    let done = import(&stoa, "people.csv", &[]);
    let told = said(&done);
    assert!(done.status.success(), "{told}");
    assert!(told.contains("1 imported") && told.contains("1 of those have another id here"));
    assert!(
        told.contains("line 2: the address is here already, under the id 0"),
        "{told}"
    );
}

#[tokio::test]
async fn an_export_of_firebase_comes_with_its_hash_parameters_and_a_long_one_says_how_far_it_is() {
    let stoa = Stoa::demo();
    let parts: Vec<_> = FIREBASE.split('$').collect();
    let mut users = vec![json!({
        "localId": "f-1", "email": "fire@former.kz", "emailVerified": true, "createdAt": "1500000000000",
        "salt": parts[3].replace('+', "-"), "passwordHash": parts[4].replace('+', "-").replace('/', "_"),
    })];
    users.extend(
        (0..1_200)
            .map(|n| json!({ "localId": format!("n-{n}"), "email": format!("n{n}@former.kz") })),
    );
    let export = json!({ "users": users });
    std::fs::write(stoa.dir.join("users.json"), export.to_string()).unwrap();
    let without = import(&stoa, "users.json", &[]);
    assert_eq!(without.status.code(), Some(1));
    let told = String::from_utf8_lossy(&without.stderr).into_owned();
    assert!(told.contains("--firebase-hash"), "{told}");
    let key = parts[2].split("sk=").nth(1).unwrap();
    let config = format!(
        "hash_config {{\n  algorithm: SCRYPT,\n  base64_signer_key: {key},\n  base64_salt_separator: Bw==,\n  rounds: 8,\n  mem_cost: 14,\n}}"
    );
    std::fs::write(stoa.dir.join("hash.txt"), config).unwrap();
    let done = import(&stoa, "users.json", &["--firebase-hash", "hash.txt"]);
    assert!(said(&done).contains("1201 imported"), "{done:?}");
    let progress = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(
        progress.contains("1000 of 1201") && progress.contains("1201 of 1201"),
        "{progress}"
    );
    let (status, session) = sign_in(&stoa, "fire@former.kz", FIREBASE_PASSWORD).await;
    assert_eq!(status, StatusCode::OK, "{session}");
}
