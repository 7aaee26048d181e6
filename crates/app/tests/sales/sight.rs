use stoa_app::sales::{BuyersQuery, StatsQuery};
use stoa_core::{Failure as _, Kind};
use stoa_domain::Role;
use stoa_identity::Actor;

use crate::desk::{Desk, buyer, client};

async fn emails(desk: &Desk, actor: &Actor) -> Vec<String> {
    let page = desk
        .sales
        .list_buyers(actor, &BuyersQuery::default())
        .await
        .unwrap();
    assert_eq!(page.total, u64::try_from(page.items.len()).unwrap());
    let stats = desk.stats(actor).await;
    assert_eq!(
        u64::try_from(stats.total_users).unwrap(),
        page.total,
        "list and figures agree"
    );
    let mut emails: Vec<_> = page.items.into_iter().map(|buyer| buyer.email).collect();
    emails.sort();
    emails
}

#[tokio::test]
async fn a_manager_sees_own_buyers_a_lead_the_teams_and_an_admin_all() {
    let desk = Desk::open().await;
    let (member, stranger, lead, admin) = (
        desk.known("member@b.kz", Role::SalesManager).await,
        desk.manager(),
        desk.known("lead@b.kz", Role::SalesLead).await,
        desk.admin(),
    );
    for (actor, email) in [
        (&member, "a@b.kz"),
        (&stranger, "b@b.kz"),
        (&lead, "c@b.kz"),
        (&admin, "d@b.kz"),
    ] {
        desk.sell(actor, &buyer(email)).await;
    }
    assert_eq!(emails(&desk, &lead).await, ["c@b.kz"]);
    for added in [true, false] {
        let again = desk
            .sales
            .add_team_member(Some(&admin), "lead@b.kz", "member@b.kz")
            .await;
        assert_eq!(again.unwrap(), added);
    }
    assert_eq!(emails(&desk, &member).await, ["a@b.kz"]);
    assert_eq!(emails(&desk, &stranger).await, ["b@b.kz"]);
    assert_eq!(emails(&desk, &lead).await, ["a@b.kz", "c@b.kz"]);
    assert_eq!(
        emails(&desk, &admin).await,
        ["a@b.kz", "b@b.kz", "c@b.kz", "d@b.kz"]
    );
    let asked = BuyersQuery {
        manager: Some(stranger.user_id),
        ..BuyersQuery::default()
    };
    assert_eq!(
        desk.sales.list_buyers(&member, &asked).await.unwrap().total,
        0,
        "asking does not help"
    );
}

#[tokio::test]
async fn who_is_not_of_sales_is_refused_and_writes_nothing() {
    let desk = Desk::open().await;
    let manager = desk.manager();
    let sold = desk.sell(&manager, &buyer("a@b.kz")).await;
    for roles in [
        &[][..],
        &[Role::Student],
        &[Role::Traffic, Role::Author, Role::Reviewer],
    ] {
        let actor = desk.actor(roles);
        let refusals = [
            desk.sales
                .list_buyers(&actor, &BuyersQuery::default())
                .await
                .map(drop)
                .map_err(|e| (e.kind(), e.code())),
            desk.sales
                .stats(&actor, &StatsQuery::default())
                .await
                .map(drop)
                .map_err(|e| (e.kind(), e.code())),
            desk.sales
                .create_buyer(&actor, &client(), &buyer("x@b.kz"), None)
                .await
                .map(drop)
                .map_err(|e| (e.kind(), e.code())),
            desk.sales
                .buyer(&actor, sold.id)
                .await
                .map(drop)
                .map_err(|e| (e.kind(), e.code())),
            desk.sales
                .new_invite(&actor, &client(), sold.id)
                .await
                .map(drop)
                .map_err(|e| (e.kind(), e.code())),
            desk.sales
                .retry_provisioning(&actor, &client(), sold.id)
                .await
                .map(drop)
                .map_err(|e| (e.kind(), e.code())),
        ];
        assert_eq!(
            refusals,
            [Err((Kind::Forbidden, "auth.role_missing")); 6],
            "{roles:?}"
        );
    }
    assert_eq!(desk.in_tripwire("select from tripwire_users").await, 1);
}

#[tokio::test]
async fn anothers_buyer_is_not_there() {
    let desk = Desk::open().await;
    let (manager, other) = (desk.manager(), desk.manager());
    let sold = desk.sell(&manager, &buyer("a@b.kz")).await;
    let shown = desk.sales.buyer(&other, sold.id).await.unwrap_err();
    assert_eq!(
        (shown.kind(), shown.code()),
        (Kind::NotFound, "buyer.not_found")
    );
    let invited = desk
        .sales
        .new_invite(&other, &client(), sold.id)
        .await
        .unwrap_err();
    assert_eq!(
        (invited.kind(), invited.code()),
        (Kind::NotFound, "buyer.not_found")
    );
    let retried = desk
        .sales
        .retry_provisioning(&other, &client(), sold.id)
        .await
        .unwrap_err();
    assert_eq!(
        (retried.kind(), retried.code()),
        (Kind::NotFound, "buyer.not_found")
    );
    assert_eq!(desk.shown(&manager, sold.id).await.email, "a@b.kz");
    let duplicate = desk
        .sales
        .create_buyer(&other, &client(), &buyer("A@b.kz "), None)
        .await
        .unwrap_err();
    assert_eq!(
        (duplicate.kind(), duplicate.code()),
        (Kind::Conflict, "buyer.duplicate")
    );
    assert!(
        !duplicate.public().contains(&sold.id.to_string()),
        "its id is not told"
    );
}

#[tokio::test]
async fn only_an_admin_says_who_belongs_to_a_team() {
    let desk = Desk::open().await;
    let lead = desk.known("lead@b.kz", Role::SalesLead).await;
    let manager = desk.known("manager@b.kz", Role::SalesManager).await;
    let admin = desk.admin();
    let pair = ("lead@b.kz", "manager@b.kz");
    for actor in [&lead, &manager] {
        for refused in [
            desk.sales
                .add_team_member(Some(actor), pair.0, pair.1)
                .await,
            desk.sales
                .remove_team_member(Some(actor), pair.0, pair.1)
                .await,
        ] {
            let refused = refused.unwrap_err();
            assert_eq!(
                (refused.kind(), refused.code()),
                (Kind::Forbidden, "auth.role_missing")
            );
        }
    }
    let own = desk
        .sales
        .add_team_member(Some(&admin), "lead@b.kz", "LEAD@b.kz")
        .await;
    let own = own.unwrap_err();
    assert_eq!((own.kind(), own.code()), (Kind::Invalid, "team.own_member"));
    let wrong = desk
        .sales
        .add_team_member(Some(&admin), "manager@b.kz", "nobody@b.kz")
        .await;
    let fields: Vec<_> = wrong
        .unwrap_err()
        .fields()
        .into_iter()
        .map(|field| (field.field, field.code))
        .collect();
    assert_eq!(
        fields,
        [
            ("lead".into(), "team.role_missing".into()),
            ("member".into(), "team.person_unknown".into()),
        ]
    );
    assert_eq!(desk.in_tripwire("select from sales_team_members").await, 0);
}

#[tokio::test]
async fn who_leaves_a_team_is_not_seen_any_more_even_without_an_account() {
    let desk = Desk::open().await;
    let lead = desk.known("lead@b.kz", Role::SalesLead).await;
    let manager = desk.known("manager@b.kz", Role::SalesManager).await;
    desk.sell(&manager, &buyer("a@b.kz")).await;
    let pair = ("lead@b.kz", "manager@b.kz");
    assert!(
        desk.sales
            .add_team_member(None, pair.0, pair.1)
            .await
            .unwrap()
    );
    assert_eq!(emails(&desk, &lead).await, ["a@b.kz"]);
    let teams = desk.sales.teams(Some(&lead)).await.unwrap();
    assert_eq!(
        (teams.len(), teams[0].member.email.as_deref()),
        (1, Some("manager@b.kz"))
    );
    assert_eq!(
        desk.sales.teams(Some(&desk.admin())).await.unwrap().len(),
        1
    );
    let other = desk.known("other@b.kz", Role::SalesLead).await;
    assert!(desk.sales.teams(Some(&other)).await.unwrap().is_empty());
    assert!(desk.sales.teams(Some(&manager)).await.is_err());
    desk.in_main("update auth.users set email = null where email = 'manager@b.kz'")
        .await;
    let id = manager.user_id.to_string();
    for removed in [true, false] {
        let left = desk
            .sales
            .remove_team_member(Some(&desk.admin()), pair.0, &id)
            .await;
        assert_eq!(left.unwrap(), removed);
    }
    assert_eq!(emails(&desk, &lead).await, [""; 0]);
}
