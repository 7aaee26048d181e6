use chrono::TimeDelta;
use stoa_core::ExposeSecret as _;
use stoa_domain::Email;
use stoa_identity::{
    ClientInfo, Letter, MailRequest, MintRequest, Minted, OpenToken, TokenPurpose, User,
    purposes_of_type,
};
use stoa_pg::Scope;

use crate::world::{EMAIL, World};

fn email() -> Email {
    EMAIL.parse().unwrap()
}

async fn mint(world: &World, user: &User, purpose: TokenPurpose) -> Minted {
    mint_for(world, user, purpose, None, None).await
}

async fn mint_for(
    world: &World,
    user: &User,
    purpose: TokenPurpose,
    redirect_to: Option<&str>,
    flow_id: Option<uuid::Uuid>,
) -> Minted {
    let request = MintRequest {
        purpose,
        user_id: user.id,
        email: &email(),
        redirect_to,
        flow_id,
    };
    let tx = world.db.db.begin(&Scope::service("test")).await.unwrap();
    let minted = world.identity.mint(&tx, &request).await.unwrap();
    tx.commit().await.unwrap();
    minted
}

async fn open_link(world: &World, kind: &str, token: &str) -> Option<OpenToken> {
    let tx = world.db.db.begin(&Scope::service("test")).await.unwrap();
    let purposes = purposes_of_type(kind).unwrap();
    let found = world.identity.redeem_link(&tx, purposes, token).await;
    tx.commit().await.unwrap();
    found.unwrap()
}

async fn try_code(world: &World, kind: &str, email: &str, code: &str) -> Option<OpenToken> {
    let tx = world.db.db.begin(&Scope::service("test")).await.unwrap();
    let purposes = purposes_of_type(kind).unwrap();
    let email = email.parse().unwrap();
    let found = world
        .identity
        .redeem_code(&tx, purposes, &email, code)
        .await;
    tx.commit().await.unwrap();
    found.unwrap()
}

fn wrong(minted: &Minted) -> &'static str {
    if minted.code.expose_secret() == "000000" {
        "000001"
    } else {
        "000000"
    }
}

#[tokio::test]
async fn link_and_code_are_two_secrets_of_which_only_hashes_are_stored() {
    let world = World::new().await;
    let user = world.user().await;
    let target = "https://app.test/back?a=1&b=2";
    let minted = mint_for(&world, &user, TokenPurpose::Recovery, Some(target), None).await;
    let (token, code) = (minted.token.expose_secret(), minted.code.expose_secret());
    assert_eq!((token.len(), code.len()), (43, 6));
    assert_eq!(
        minted.link.as_ref().unwrap().expose_secret(),
        &format!(
            "https://stoa.test/auth/v1/verify?token={token}&type=recovery&redirect_to=https%3A%2F%2Fapp.test%2Fback%3Fa%3D1%26b%3D2"
        )
    );
    let admin = world.db.admin().await;
    let row: String = admin
        .query_one("select t::text from auth.one_time_tokens t", &[])
        .await
        .unwrap()
        .get(0);
    assert!(!row.contains(token));
    let plain: i64 = admin
        .query_one(
            "select count(*) from auth.one_time_tokens where code_mac = sha256($1::text::bytea)",
            &[&code],
        )
        .await
        .unwrap()
        .get(0);
    assert_eq!(plain, 0, "a plain hash of a code is as good as the code");
    assert!(!format!("{minted:?}").contains(token) && !format!("{minted:?}").contains(code));
}

#[tokio::test]
async fn a_link_works_once_and_takes_the_code_beside_it_along() {
    let world = World::new().await;
    let user = world.user().await;
    let minted = mint(&world, &user, TokenPurpose::MagicLink).await;
    let (token, code) = (minted.token.expose_secret(), minted.code.expose_secret());
    let purposes = purposes_of_type("email").unwrap();
    for _ in 0..3 {
        let seen = world.identity.look_at_link(purposes, token).await.unwrap();
        assert_eq!(seen.map(|seen| seen.user_id), Some(user.id));
    }
    assert_eq!(open_link(&world, "recovery", token).await, None);
    let found = open_link(&world, "email", token).await.unwrap();
    assert_eq!(
        (found.purpose, found.email.as_deref()),
        (TokenPurpose::MagicLink, Some(EMAIL))
    );
    assert_eq!(open_link(&world, "email", token).await, None);
    assert_eq!(try_code(&world, "email", EMAIL, code).await, None);
}

#[tokio::test]
async fn a_code_is_good_with_its_address_and_takes_the_link_beside_it_along() {
    let world = World::new().await;
    let user = world.user().await;
    let minted = mint(&world, &user, TokenPurpose::Signup).await;
    let code = minted.code.expose_secret();
    assert_eq!(try_code(&world, "email", "other@mail.ru", code).await, None);
    assert_eq!(try_code(&world, "recovery", EMAIL, code).await, None);
    let spaced = format!(" {} {}", &code[..3], &code[3..]);
    let found = try_code(&world, "email", EMAIL, &spaced).await.unwrap();
    assert_eq!(found.user_id, user.id);
    assert_eq!(try_code(&world, "email", EMAIL, code).await, None);
    let token = minted.token.expose_secret();
    assert_eq!(open_link(&world, "signup", token).await, None);
}

#[tokio::test]
async fn after_five_wrong_tries_the_code_is_void_and_the_link_is_not() {
    let world = World::new().await;
    let user = world.user().await;
    let minted = mint(&world, &user, TokenPurpose::Recovery).await;
    for typed in [wrong(&minted), "", "12345x", wrong(&minted), wrong(&minted)] {
        assert_eq!(try_code(&world, "recovery", EMAIL, typed).await, None);
    }
    let (token, code) = (minted.token.expose_secret(), minted.code.expose_secret());
    assert_eq!(try_code(&world, "recovery", EMAIL, code).await, None);
    assert!(open_link(&world, "recovery", token).await.is_some());
}

#[tokio::test]
async fn codes_live_ten_minutes_links_an_hour_and_invitations_three_days() {
    let world = World::new().await;
    let user = world.user().await;
    let recovery = mint(&world, &user, TokenPurpose::Recovery).await;
    let invite = mint(&world, &user, TokenPurpose::Invite).await;
    let code = recovery.code.expose_secret();
    assert_eq!(world.pass(TimeDelta::minutes(10)), recovery.code_expires_at);
    assert_eq!(try_code(&world, "recovery", EMAIL, code).await, None);
    let purposes = purposes_of_type("recovery").unwrap();
    let token = recovery.token.expose_secret();
    let seen = world.identity.look_at_link(purposes, token).await.unwrap();
    assert!(seen.is_some());
    assert_eq!(world.pass(TimeDelta::minutes(50)), recovery.expires_at);
    assert_eq!(open_link(&world, "recovery", token).await, None);
    let token = invite.token.expose_secret();
    world.pass(TimeDelta::hours(70));
    assert!(open_link(&world, "invite", token).await.is_some());
}

#[tokio::test]
async fn a_new_link_takes_the_place_of_the_open_one_of_its_kind() {
    let world = World::new().await;
    let user = world.user().await;
    let old = mint(&world, &user, TokenPurpose::Recovery).await;
    assert_eq!(try_code(&world, "recovery", EMAIL, wrong(&old)).await, None);
    let other = mint(&world, &user, TokenPurpose::MagicLink).await;
    let new = mint(&world, &user, TokenPurpose::Recovery).await;
    let tokens = [&old, &other, &new].map(|minted| minted.token.expose_secret());
    assert_eq!(open_link(&world, "recovery", tokens[0]).await, None);
    assert!(open_link(&world, "magiclink", tokens[1]).await.is_some());
    assert!(open_link(&world, "recovery", tokens[2]).await.is_some());
    let tries = "select count(*) from auth.one_time_tokens where code_tries > 0";
    assert_eq!(world.count(tries).await, 0);
}

#[tokio::test]
async fn the_link_of_a_pkce_flow_is_marked_and_knows_its_flow() {
    let world = World::new().await;
    let user = world.user().await;
    let flow = world.ambient.uuid();
    let minted = mint_for(&world, &user, TokenPurpose::Signup, None, Some(flow)).await;
    let token = minted.token.expose_secret();
    assert!(token.starts_with("pkce_"));
    let bare = token.trim_start_matches("pkce_");
    assert_eq!(open_link(&world, "signup", bare).await, None);
    let found = open_link(&world, "signup", token).await.unwrap();
    assert_eq!(found.flow_id, Some(flow));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_open_a_link_together_one_gets_it() {
    let world = World::new().await;
    let user = world.user().await;
    let minted = mint(&world, &user, TokenPurpose::MagicLink).await;
    let token = minted.token.expose_secret();
    let (one, two) = futures::join!(
        open_link(&world, "email", token),
        open_link(&world, "email", token)
    );
    assert_eq!([one, two].iter().flatten().count(), 1);
}

#[tokio::test]
async fn a_deleted_person_opens_nothing() {
    let world = World::new().await;
    let user = world.user().await;
    let minted = mint(&world, &user, TokenPurpose::MagicLink).await;
    world
        .arrange("update auth.users set deleted_at = now()", &[])
        .await;
    let (token, code) = (minted.token.expose_secret(), minted.code.expose_secret());
    assert_eq!(open_link(&world, "email", token).await, None);
    assert_eq!(try_code(&world, "email", EMAIL, code).await, None);
}

#[tokio::test]
async fn links_begin_with_the_address_people_really_use() {
    let world = World::new().await;
    let user = world.user().await;
    world.identity.served_at("http://127.0.0.1:41234/");
    let minted = mint(&world, &user, TokenPurpose::MagicLink).await;
    let link = minted.link.unwrap();
    let begin = "http://127.0.0.1:41234/auth/v1/verify?token=";
    assert!(link.expose_secret().starts_with(begin));
    let code_only = mint(&world, &user, TokenPurpose::Reauthentication).await;
    assert!(code_only.link.is_none() && code_only.verify_type.is_none());
}

#[tokio::test]
async fn a_letter_is_asked_for_with_the_change_and_not_without_it() {
    let world = World::new().await;
    let user = world.user().await;
    let (to, client) = (email(), ClientInfo::new(Some("Firefox"), None));
    for commits in [false, true] {
        let tx = world.db.db.begin(&Scope::service("test")).await.unwrap();
        let request = MailRequest::new(Letter::Recovery, user.id, &to)
            .redirecting_to(Some("https://app.test/reset"))
            .asked_by(&client);
        world.identity.request_mail(&tx, request).await.unwrap();
        if commits {
            tx.commit().await.unwrap();
        } else {
            tx.rollback().await.unwrap();
        }
    }
    assert_eq!(world.count("select count(*) from auth.letters").await, 1);
    let jobs = "select count(*) from ops.job j join auth.letters l on j.key = 'letter:' || l.id
        where j.kind = 'identity.mail' and j.payload = jsonb_build_object('v', 1, 'letter_id', l.id)";
    assert_eq!(world.count(jobs).await, 1);
    assert_eq!(
        world
            .count("select count(*) from auth.one_time_tokens")
            .await,
        0,
        "the link is made when the letter is sent"
    );
}
