use super::*;

const BCRYPT: &str = "$2a$10$abcdefghijklmnopqrstuu5tOVvxXKy8Hq4bOUwvYcy3wF1cW5bLe";
const FIREBASE: &str = r#"{"users":[{"localId":"abc","email":"u1@test.kz","emailVerified":true,"displayName":"U",
    "passwordHash":"lSrfV15cpx95_sZS2W9c9Kp6i_LVgQNDNC_qzrCnh1SAyZvqmZqAjTdn3aoItz-VHjoZilo78198JAdRuid5lQ==",
    "salt":"42xEC-ixf3L2lw==","createdAt":"1500000000000","phoneNumber":"+77001234567",
    "providerUserInfo":[{"providerId":"google.com","rawId":"g-7","email":"u1@gmail.com"},{"providerId":"password"}]},
    {"localId":"def","email":"u2@test.kz","disabled":true},{"localId":"nobody"}]}"#;

fn reading(hash_params: Option<HashParams>, without: &[String]) -> Reading<'_> {
    Reading {
        hash_params,
        without_providers: without,
        now: DateTime::from_timestamp(1_790_000_000, 0).unwrap(),
    }
}

fn read(text: &str) -> People {
    reading(None, &[]).people(text).unwrap()
}

fn places(people: &People) -> Vec<String> {
    let faults = people.faults.iter();
    faults.map(|fault| fault.place.to_string()).collect()
}

#[test]
fn rows_of_auth_users_are_read_with_all_that_is_kept_in_every_form() {
    let row = format!(
        r#"{{"id":"018f0000-0000-7000-8000-000000000007","aud":"authenticated","email":"Anna@Mail.ru","encrypted_password":"{BCRYPT}",
        "email_confirmed_at":"2024-05-01T10:00:00Z","phone":"77001234567","phone_confirmed_at":"2024-05-02 10:00:00+00",
        "raw_user_meta_data":{{"full_name":"Анна"}},"raw_app_meta_data":{{"provider":"google","plan":"a","roles":["admin"]}},
        "created_at":"2024-04-01T10:00:00.123Z","is_anonymous":false,
        "identities":[{{"provider":"email","id":"x"}},{{"provider":"google","id":"g-1","identity_data":{{"email":"anna@gmail.com"}}}}]}}"#
    )
    .replace('\n', "");
    let csv = format!(
        "\u{feff}id;email;encrypted_password;email_confirmed_at;phone;phone_confirmed_at;raw_user_meta_data;created_at;is_anonymous;identities\n\
         018f0000-0000-7000-8000-000000000007;Anna@Mail.ru;{BCRYPT};2024-05-01 10:00:00+00;77001234567;2024-05-02 10:00:00.5+0530;\
         \"{{\"\"full_name\"\":\"\"Анна\"\"}}\";2024-04-01 10:00:00 UTC;f;\
         \"[{{\"\"provider\"\":\"\"google\"\",\"\"id\"\":\"\"g-1\"\"}}]\"\n"
    );
    for text in [
        row.clone(),
        format!("[{row}]"),
        format!("{{\"users\":[{row}]}}"),
        csv,
    ] {
        let people = read(&text);
        assert_eq!(people.faults, [], "{text}");
        let [anna] = people.found.as_slice() else {
            panic!("{text}")
        };
        assert_eq!(anna.email.as_ref().unwrap().as_str(), "anna@mail.ru");
        assert!(anna.email_confirmed_at.is_some() && anna.phone_confirmed_at.is_some());
        assert!(anna.password.is_some() && anna.created_at.is_some() && anna.id.is_some());
        assert_eq!(anna.user_metadata["full_name"], "Анна");
        assert_eq!(anna.identities.len(), 1, "the address is none of its own");
        assert_eq!(anna.identities[0].issuer, "https://accounts.google.com");
    }
}

#[test]
fn the_plain_shape_is_read_and_each_row_has_its_line() {
    let text = format!(
        "email,name,password_hash,email_confirmed,locale,created_at\n\
         a@b.kz,\"Анна,\nвторая\",{BCRYPT},yes,kk,2024-04-01T10:00:00+05:00\n\n\
         b@b.kz,,,no,,\n\
         c@b.kz,short\n\
         d@,x,$1$hush,perhaps,,yesterday\n"
    );
    let people = read(&text);
    let [a, b] = people.found.as_slice() else {
        panic!("{people:?}")
    };
    assert_eq!((a.place.number, b.place.number), (2, 5));
    assert_eq!(a.user_metadata["full_name"], "Анна,\nвторая");
    assert_eq!(a.user_metadata["locale"], "kk");
    assert_eq!(a.email_confirmed_at, a.created_at);
    assert!(a.password.is_some() && b.password.is_none());
    assert!(b.email_confirmed_at.is_none() && b.user_metadata.is_empty());
    assert_eq!(
        places(&people),
        ["line 6", "line 7", "line 7", "line 7", "line 7"]
    );
    assert!(!format!("{people:?}").contains("hush"));
}

#[test]
fn every_fault_is_told_by_its_place_and_no_hash_is() {
    let text = "{\"email\":\"a@b.kz\",\"encrypted_password\":\"$9$hush\"}\n\nnot json\n{\"email\":7}\n{\"email\":\"x\",\"created_at\":\"x\"}\n{\"id\":\"7\",\"email\":\"c@b.kz\"}";
    let people = read(text);
    assert!(people.found.is_empty());
    let want = ["line 1", "line 3", "line 4", "line 5", "line 5", "line 6"];
    assert_eq!(places(&people), want);
    assert!(!format!("{people:?}").contains("hush"));
}

#[test]
fn a_file_that_makes_no_sense_as_a_whole_is_refused_as_one() {
    for (text, reason) in [
        ("", "empty"),
        ("[]", "nobody"),
        ("email\n", "nobody"),
        ("[{\"email\":", "line 1 column"),
        ("{\n  \"users\": [\n    {]\n", "line 3 column"),
        ("{\"users\":{}}", "no array"),
        ("email,e-mail,email\na,b,c\n", "\"e-mail\" is no column"),
        ("email,email\na,b\n", "twice"),
    ] {
        let told = reading(None, &[]).people(text).unwrap_err();
        let told = format!("{told:#}");
        assert!(told.contains(reason), "{text:?}: {told}");
    }
}

#[test]
fn a_provider_without_an_issuer_is_a_fault_that_is_named_or_left_out() {
    let text = r#"[{"email":"a@b.kz","identities":[{"provider":"github","id":"7","identity_data":{"sub":"7"}}]},
        {"email":"b@b.kz","identities":[{"provider":"keycloak","id":"8","identity_data":{"iss":"https://k.kz"}}]},
        {"email":"c@b.kz","identities":[{"provider":"Git Hub","id":"7"}]}]"#;
    let people = read(text);
    assert_eq!(places(&people), ["entry 1", "entry 3"]);
    assert!(
        people.faults[0]
            .fault
            .contains("\"github\" does not say its issuer")
    );
    assert!(people.faults[0].fault.contains("--without-provider github"));
    assert_eq!(people.found[0].identities[0].issuer, "https://k.kz");
    let without = ["github".to_owned(), "Git Hub".to_owned()];
    let people = reading(None, &without).people(text).unwrap();
    assert_eq!((people.faults.len(), people.left_out_names), (0, 2));
    assert!(people.found[0].identities.is_empty());
}

#[test]
fn who_was_deleted_or_is_anonymous_there_is_counted_and_left_out() {
    let text = "email,is_anonymous,deleted_at,is_sso_user\n,t,,\nhash-of-an-address,,2024-04-01T10:00:00Z,\na@b.kz,f,,t\nb@b.kz,t,,\n";
    let people = read(text);
    assert_eq!((people.anonymous, people.deleted), (1, 1));
    assert_eq!(places(&people), ["line 4"]);
    assert_eq!(people.found.len(), 1);
}

#[test]
fn users_of_firebase_keep_their_hashes_when_its_parameters_are_known() {
    let told = reading(None, &[]).people(FIREBASE).unwrap_err();
    assert!(told.to_string().contains("--firebase-hash"), "{told}");
    let params = || {
        HashParams::parse(
            "hash_config {\n  algorithm: SCRYPT,\n  base64_signer_key: jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==,\n  base64_salt_separator: Bw==,\n  rounds: 8,\n  mem_cost: 14,\n}",
        )
        .unwrap()
    };
    assert!(!format!("{:?}", params()).contains("jxspr8"));
    let people = reading(Some(params()), &[]).people(FIREBASE).unwrap();
    assert_eq!(people.faults, []);
    let [one, two] = people.found.as_slice() else {
        panic!("{people:?}")
    };
    assert!(one.password.is_some() && one.id.is_some() && one.banned_until.is_none());
    assert_eq!(one.identities[0].subject, "g-7");
    assert!(two.banned_until.is_some(), "disabled there, shut out here");
    assert_eq!(people.anonymous, 1);
    let again = reading(Some(params()), &[]).people(FIREBASE).unwrap();
    assert_eq!(again.found[0].id, one.id, "the same id each time");
}
