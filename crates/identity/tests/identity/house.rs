//! What nobody will ask for again is removed, and nothing else.

use chrono::TimeDelta;
use stoa_domain::Email;
use stoa_identity::{NewUser, Origin, Removed};

use crate::world::{World, bearer};

#[tokio::test]
async fn ended_sessions_and_old_links_go_and_living_ones_stay() {
    let world = World::new().await;
    let old = world.session().await;
    world.pass(TimeDelta::days(31));
    let fresh = world.sign_in().await;
    let limited = world.sign_in().await;
    let over = "update auth.sessions set not_after = to_timestamp($1::bigint) where id = $2";
    let now = world.pass(TimeDelta::zero()).timestamp();
    world.arrange(over, &[&now, &limited.id.0]).await;
    let guest = NewUser::new(Email::parse("guest@mail.ru").unwrap());
    let guest = world
        .identity
        .create_user(guest, &Origin::system())
        .await
        .unwrap();
    world
        .identity
        .invite(guest.id, &Origin::system())
        .await
        .unwrap();
    let one = |removed: Removed| (removed.sessions, removed.tokens);
    let sweep = async || one(world.identity.keep_house(1).await.unwrap());
    assert_eq!(sweep().await, (1, 0));
    assert_eq!(sweep().await, (1, 0));
    assert_eq!(sweep().await, (0, 0));
    let ids = world.count("select count(*) from auth.sessions").await;
    assert_eq!(ids, 1);
    assert!(world.identity.authenticate(bearer(&fresh)).await.is_ok());
    assert!(world.identity.authenticate(bearer(&old)).await.is_err());
    // The invitation is good for three days, and its trace stays for a week more.
    world.pass(TimeDelta::days(9));
    assert_eq!(sweep().await, (0, 0));
    world.pass(TimeDelta::days(2));
    assert_eq!(sweep().await, (0, 1));
}
