use super::school::School;
use stoa_app::demo::FOUNDING_COMMUNITY;
use stoa_app::learning::{Locale, NewProfile, ProfileChange};
use stoa_core::{Failure as _, Kind, UserId};
use stoa_domain::{Role, RoleSet};
use stoa_identity::ClientInfo;

#[tokio::test]
async fn somebody_without_a_profile_gets_one_at_first_sight() {
    let school = School::open().await;
    let named = school.person(Some("Данияр"), &[Role::SalesManager]).await;
    let profile = school.learning.profile(&named).await.unwrap();
    assert_eq!(
        (profile.name.as_str(), profile.locale, profile.zone.as_str()),
        ("Данияр", Locale::Ru, "Asia/Almaty")
    );
    assert_eq!(
        (profile.id, profile.email, profile.home),
        (named.user_id, named.email.clone(), "/tripwire")
    );
    assert_eq!(profile.roles, RoleSet::from([Role::SalesManager]));
    let slugs: Vec<_> = profile
        .communities
        .iter()
        .map(|community| community.slug.as_str())
        .collect();
    assert_eq!(slugs, ["academy"]);

    let long = school.person(Some(&"ж".repeat(300)), &[]).await;
    let profile = school.learning.profile(&long).await.unwrap();
    assert_eq!(profile.name, "ж".repeat(120), "what fits of the name");

    let mut nameless = school.person(None, &[]).await;
    nameless.locale = Some("kk".to_owned());
    let profile = school.learning.profile(&nameless).await.unwrap();
    assert_eq!(
        profile.name,
        nameless.user_id.0.simple().to_string(),
        "what stands before the @"
    );
    assert_eq!((profile.locale, profile.home), (Locale::Kk, "/lessons"));
}

#[tokio::test]
async fn a_profile_made_by_a_use_case_is_not_made_twice() {
    let school = School::open().await;
    let actor = school.person(Some("Данияр"), &[]).await;
    let own = NewProfile {
        name: Some("Дана"),
        locale: Some(Locale::En),
    };
    assert!(
        school
            .learning
            .ensure_profile(actor.user_id, FOUNDING_COMMUNITY, own)
            .await
            .unwrap()
    );
    let other = NewProfile {
        name: Some("Другая"),
        locale: None,
    };
    assert!(
        !school
            .learning
            .ensure_profile(actor.user_id, FOUNDING_COMMUNITY, other)
            .await
            .unwrap()
    );
    let profile = school.learning.profile(&actor).await.unwrap();
    assert_eq!(
        (profile.name.as_str(), profile.locale),
        ("Дана", Locale::En)
    );
    let nobody = UserId::new(&school.ambient);
    assert!(
        school
            .learning
            .ensure_profile(nobody, FOUNDING_COMMUNITY, own)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_profile_changes_in_what_was_given_and_not_over_a_newer_one() {
    let school = School::open().await;
    let actor = school.student().await;
    let change = |name: Option<&str>, locale, version| {
        let change = ProfileChange {
            name: name.map(str::to_owned),
            locale,
            version,
        };
        let learning = &school.learning;
        async {
            learning
                .update_profile(&actor, &ClientInfo::default(), change)
                .await
        }
    };
    let renamed = change(Some("  Айгерим  Б. "), None, Some(1)).await.unwrap();
    assert_eq!(
        (renamed.name.as_str(), renamed.locale, renamed.version),
        ("Айгерим Б.", Locale::Ru, 2)
    );
    let spoken = change(None, Some(Locale::Kk), None).await.unwrap();
    assert_eq!(
        (spoken.name.as_str(), spoken.locale, spoken.version),
        ("Айгерим Б.", Locale::Kk, 3)
    );
    let stale = change(Some("Поздно"), None, Some(2)).await.unwrap_err();
    assert_eq!(
        (stale.kind(), stale.code()),
        (Kind::Conflict, "profile.stale")
    );
    let empty = change(Some(" \u{200b} "), None, None).await.unwrap_err();
    assert_eq!(
        (empty.kind(), empty.code()),
        (Kind::Invalid, "profile.name_invalid")
    );
    assert_eq!(empty.fields()[0].field, "name");
    assert_eq!(school.learning.profile(&actor).await.unwrap().version, 3);
}

#[tokio::test]
async fn another_name_is_noted_in_the_audit_once() {
    let school = School::open().await;
    let actor = school.person(Some("Айгерим"), &[Role::Student]).await;
    let client = ClientInfo::new(Some("Firefox"), Some([203, 0, 113, 77].into()));
    for name in ["Айгерим", "Айгерим Б.", "Айгерим Б."] {
        let change = ProfileChange {
            name: Some(name.to_owned()),
            locale: Some(Locale::Kk),
            version: None,
        };
        let changed = school.learning.update_profile(&actor, &client, change);
        assert_eq!(changed.await.unwrap().name, name);
    }
    let noted = "select from auth.audit_events e join auth.users u on u.id = e.subject_user_id
        where e.action = 'user.updated' and e.actor_id = u.id and e.details = '{\"fields\":[\"name\"]}'
            and e.ip_prefix is not null and e.user_agent = 'Firefox' and u.display_name = 'Айгерим Б.'";
    let admin = school.test.admin().await;
    assert_eq!(admin.query(noted, &[]).await.unwrap().len(), 1);
}
