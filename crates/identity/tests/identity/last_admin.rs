//! Somebody can always administer the platform, whoever takes whom away at the same moment.

use chrono::TimeDelta;
use stoa_core::{Failure as _, UserId};
use stoa_domain::{Role, RoleSet};
use stoa_identity::{Ban, GoTrueError, Identity, Origin, UserForm};

use crate::world::{World, client};

const ADMINS: &str = "select count(*) from auth.user_roles r join auth.users u on u.id = r.user_id
    where r.role = 'admin' and u.deleted_at is null and (u.banned_until is null or u.banned_until < now())";

/// A way to take an administrator away.
#[derive(Debug, Clone, Copy)]
enum Way {
    Demote,
    Revoke,
    Form,
    Ban,
    Delete,
}

async fn take(identity: &Identity, way: Way, whom: UserId, by: UserId) -> Result<(), &'static str> {
    let by = Origin::user(by, &client());
    let students = RoleSet::from([Role::Student]);
    match way {
        Way::Demote => {
            let done = identity.set_roles(whom, students, &by).await;
            done.map(drop).map_err(|e| e.code())
        }
        Way::Revoke => {
            let done = identity.revoke_role(whom, Role::Admin, &by).await;
            done.map(drop).map_err(|e| e.code())
        }
        Way::Form => {
            let form = UserForm {
                roles: Some(students),
                ..UserForm::default()
            };
            let done = identity.admin_update_user(whom, &form, &by).await;
            done.map(drop).map_err(|e| e.code())
        }
        Way::Ban => {
            let ban = Ban::For(TimeDelta::days(40_000));
            let done = identity.ban(whom, ban, &by).await;
            done.map(drop).map_err(|e| e.code())
        }
        Way::Delete => {
            let done = identity.admin_delete_user(whom, true, &by).await;
            done.map_err(|e| e.code())
        }
    }
}

#[tokio::test]
async fn of_two_administrators_who_take_each_other_away_at_once_one_remains() {
    let world = World::new().await;
    let identity = &world.identity;
    let rounds = [
        (Way::Demote, Way::Demote),
        (Way::Delete, Way::Delete),
        (Way::Ban, Way::Ban),
        (Way::Form, Way::Delete),
        (Way::Revoke, Way::Ban),
        (Way::Delete, Way::Ban),
    ];
    for (number, (first, second)) in rounds.into_iter().enumerate() {
        let admin = async |name: &str| {
            let email = format!("{name}{number}@mail.ru");
            world.user_with(&email, [Role::Admin].into()).await.id
        };
        let (one, two) = (admin("one").await, admin("two").await);
        let both = tokio::join!(
            take(identity, first, two, one),
            take(identity, second, one, two)
        );
        let refused = [both.0, both.1].into_iter().filter_map(Result::err);
        let refused: Vec<_> = refused.collect();
        assert_eq!(refused, ["auth.last_admin"], "{first:?} and {second:?}");
        assert_eq!(world.count(ADMINS).await, 1, "{first:?} and {second:?}");
        world.arrange("delete from auth.user_roles", &[]).await;
    }
}

#[tokio::test]
async fn the_last_administrator_is_taken_away_by_the_operator_alone() {
    let world = World::new().await;
    let identity = &world.identity;
    let admin = world
        .user_with("one@mail.ru", [Role::Admin].into())
        .await
        .id;
    for way in [Way::Demote, Way::Revoke, Way::Form, Way::Ban, Way::Delete] {
        let refused = take(identity, way, admin, admin).await;
        assert_eq!(refused, Err("auth.last_admin"), "{way:?}");
        assert_eq!(world.count(ADMINS).await, 1, "{way:?} changed nothing");
    }
    let service = Origin::service(&client());
    let error = identity.admin_delete_user(admin, false, &service).await;
    let said = GoTrueError::from(&error.unwrap_err());
    assert_eq!((said.status, said.code), (409, "conflict"));

    // Who is shut out administers nothing, so nothing is lost by the second of these.
    let shut = world
        .user_with("two@mail.ru", [Role::Admin].into())
        .await
        .id;
    assert_eq!(take(identity, Way::Ban, shut, admin).await, Ok(()));
    assert_eq!(take(identity, Way::Demote, shut, admin).await, Ok(()));
    assert_eq!(
        take(identity, Way::Delete, admin, shut).await,
        Err("auth.last_admin")
    );
    let operator = Origin::operator("stoa user set-role");
    identity
        .set_roles(admin, RoleSet::EMPTY, &operator)
        .await
        .unwrap();
    assert_eq!(world.count(ADMINS).await, 0);
}
