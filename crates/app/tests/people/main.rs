//! One identity table for ever: each way to have a second one is planted, and named.
#![expect(clippy::unwrap_used, reason = "tests")]

use stoa_app::people::{IdentityCheck, IdentityReport};
use stoa_core::Ambient;
use stoa_pg::{Main, StrayKind, Traffic, Tripwire};
use stoa_testkit::TestDb;

struct World {
    main: TestDb<Main>,
    tripwire: TestDb<Tripwire>,
    traffic: TestDb<Traffic>,
    check: IdentityCheck,
}

impl World {
    async fn new() -> Self {
        let main = stoa_testkit::main_db().await;
        let tripwire = stoa_testkit::tripwire_db().await;
        let traffic = stoa_testkit::traffic_db().await;
        let databases = (main.db.clone(), tripwire.db.clone(), traffic.db.clone());
        Self {
            check: IdentityCheck::new(databases, Ambient::system()),
            main,
            tripwire,
            traffic,
        }
    }

    async fn report(&self) -> IdentityReport {
        self.check.report().await.unwrap()
    }

    /// What is said of the structure, a line each.
    async fn strays(&self) -> Vec<String> {
        let report = self.report().await;
        report.strays.iter().map(ToString::to_string).collect()
    }

    /// What is said of rows.
    async fn orphans(&self) -> Vec<(&'static str, String, i64)> {
        let orphans = self.report().await.orphans;
        let told = orphans.into_iter();
        told.map(|o| (o.database, o.what, o.rows)).collect()
    }

    async fn in_main(&self, sql: &str) {
        self.main.admin().await.batch_execute(sql).await.unwrap();
    }

    async fn in_tripwire(&self, sql: &str) {
        let admin = self.tripwire.admin().await;
        admin.batch_execute(sql).await.unwrap();
    }
}

const PERSON: &str = "insert into auth.users (id, community_id, email, user_metadata, app_metadata, created_at, updated_at)
    select gen_random_uuid(), c.id, 'anna@mail.ru', '{}', '{}', now() - interval '2 hours', now() from public.communities c limit 1;";

#[tokio::test]
async fn databases_as_they_are_made_hold_one_identity_and_nothing_astray() {
    let world = World::new().await;
    assert!(world.report().await.is_clean());
}

#[tokio::test]
async fn a_second_users_table_is_named_in_any_schema_of_any_database() {
    let world = World::new().await;
    for sql in [
        "create table public.admins (id uuid primary key, email text)",
        "create schema legacy; create table legacy.people (id uuid primary key, login text, password_hash text)",
        // It hangs on the one table, and has passwords of its own.
        "create table public.staff (id uuid primary key references auth.users (id), username text, pwd text)",
        "create table public.\"Users\" (id int primary key, \"Phone\" text)",
        "create table auth.users2 (like auth.users)",
        "create table public.user_copy as select * from auth.users",
        "create table public.half as select id, email, email_confirmed_at, phone, display_name, user_metadata,
            app_metadata, is_anonymous, invited_at, last_sign_in_at, banned_until, deleted_at, created_at, updated_at,
            community_id from auth.users",
        "create table public.staff_logins (username text, pass_hash text)",
        "create table public.crew (mail text, pwd text)",
        "create table public.teachers (\"userName\" text, \"passWord\" text)",
        "create table public.shop_accounts (id int primary key, email text)",
        "create table public.people2 (id int primary key, contact_email text)",
    ] {
        world.in_main(sql).await;
    }
    world
        .in_tripwire("create table users (id uuid primary key, email text)")
        .await;
    let traffic = world.traffic.admin().await;
    let sql =
        "create schema auth2; create table auth2.accounts (email text, encrypted_password text)";
    traffic.batch_execute(sql).await.unwrap();
    let want = [
        "main: table auth.users2 says who people are",
        "main: table legacy.people says who people are",
        "main: table public.Users says who people are",
        "main: table public.admins says who people are",
        "main: table public.crew says who people are",
        "main: table public.half says who people are",
        "main: table public.people2 says who people are",
        "main: table public.shop_accounts says who people are",
        "main: table public.staff says who people are",
        "main: table public.staff_logins says who people are",
        "main: table public.teachers says who people are",
        "main: table public.user_copy says who people are",
        "tripwire: table public.users says who people are",
        "traffic: table auth2.accounts says who people are",
    ];
    let mut told = world.strays().await;
    told[..12].sort();
    assert_eq!(told, want);
    let refused = world.check.strays_in_main().await.unwrap();
    assert_eq!(
        refused.len(),
        12,
        "main's own are what a start is refused for"
    );
}

#[tokio::test]
async fn a_second_identity_is_found_by_what_it_does_whatever_its_columns_are_called() {
    for (name, sql) in [
        (
            "members",
            "create table public.members (id int primary key, email text, hash text);
            create table public.notes (id int primary key, member_id int references public.members (id))",
        ),
        ("employees", "create table public.employees (email text, secret bytea)"),
        ("teachers", "create table public.teachers (e_mail text, parol text)"),
        ("accounts", "create table public.accounts (handle text, digest text)"),
        ("customers", "create table public.customers (email text, token text, role text)"),
        (
            "guests",
            "create table public.guests (id int primary key, phone text, access_token text);
            create table public.visits (guest_id int references public.guests (id))",
        ),
        ("admins", "create table public.admins (user_ref uuid, role text)"),
    ] {
        let world = World::new().await;
        world.in_main(sql).await;
        let told = world.strays().await;
        let named = format!("main: table public.{name} says who people are");
        assert!(told.contains(&named), "{name}: {told:?}");
    }
}

#[tokio::test]
async fn profiles_people_write_to_and_views_are_no_second_identity() {
    let world = World::new().await;
    for sql in [
        "create table public.app_users (id uuid primary key references auth.users (id), email text)",
        "create table public.contacts (id uuid primary key, email text, phone text)",
        "create table public.safes (id uuid primary key, password text)",
        "create table public.passes (id uuid primary key, holder text, bypass boolean)",
        "create table public.letters_sent (id uuid primary key, email text, body_hash bytea)",
        "create table public.accounts_payable (id uuid primary key, amount bigint)",
        "create table public.subscribers (id uuid primary key, email text, unsubscribe_token text)",
        "create table public.webhooks (id uuid primary key, secret text, url text)",
        "create table public.invites (email text, token text, role text, user_id uuid references auth.users (id))",
        "create table public.editors (user_id uuid references auth.users (id), role text)",
        "create table public.files (id uuid primary key, hash text, owner_id uuid)",
        "create view public.users as select id, email from auth.users",
    ] {
        world.in_main(sql).await;
    }
    assert_eq!(world.strays().await, [""; 0]);
}

#[tokio::test]
async fn keys_and_policies_that_reach_another_identity_are_named() {
    let world = World::new().await;
    world
        .in_main(
            "create table public.admins (id uuid primary key, email text);
            create table public.notes (id uuid primary key, owner_id uuid references public.admins (id));
            alter table public.notes enable row level security;
            create policy notes_read on public.notes for select to authenticated
                using (exists (select from public.admins a where a.id = owner_id));
            create function public.is_boss() returns boolean language sql stable set search_path = ''
                as 'select exists (select from public.admins)';
            create policy notes_write on public.notes for insert to authenticated
                with check ((select public.is_boss()));
            create policy notes_good on public.notes for delete to authenticated
                using (owner_id = (select auth.uid()));",
        )
        .await;
    let report = world.report().await;
    let told: Vec<_> = report
        .strays
        .iter()
        .map(|stray| (stray.kind, stray.object.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (StrayKind::Table, "public.admins"),
            (StrayKind::Policy, "public.notes.notes_read"),
            (StrayKind::Policy, "public.notes.notes_write"),
            (StrayKind::ForeignKey, "public.notes.notes_owner_id_fkey"),
        ]
    );
}

#[tokio::test]
async fn rows_and_people_that_do_not_belong_together_are_counted_on_either_side() {
    let world = World::new().await;
    world.in_main(PERSON).await;
    let lacks = ("main", "people without a profile".to_owned(), 1);
    assert_eq!(world.orphans().await, [lacks]);
    world
        .in_main(
            "set session_replication_role = replica;
            insert into public.profiles (user_id, community_id, name, locale, zone, created_at, updated_at)
                select gen_random_uuid(), c.id, 'x', 'ru', 'Asia/Almaty', now(), now() from public.communities c, generate_series(1, 3);
            insert into auth.credentials (user_id, phc, changed_at) values (gen_random_uuid(), '$a$b$c', now());
            insert into auth.user_roles (community_id, user_id, role, granted_at)
                select c.id, gen_random_uuid(), 'student', now() from public.communities c, generate_series(1, 2);
            insert into auth.users (id, community_id, phone, user_metadata, app_metadata, created_at, updated_at, deleted_at)
                select gen_random_uuid(), c.id, null, '{}', '{}', now() - interval '2 hours', now(), d
                from public.communities c, unnest(array[null, now()]) d;
            insert into auth.credentials (user_id, phc, changed_at)
                select id, '$a$b$c', now() from auth.users where deleted_at is not null;",
        )
        .await;
    let found = world.orphans().await;
    let count = |what: &str| {
        let found = found.iter().find(|(_, told, _)| told == what);
        found.map_or(0, |(_, _, rows)| *rows)
    };
    for (what, rows) in [
        ("profiles without a person", 3),
        ("passwords without a person", 1),
        ("roles without a person", 2),
        ("people without a profile", 2),
        ("people whom nothing can reach", 1),
        ("deleted people who could come in", 1),
        ("sessions without a person", 0),
    ] {
        assert_eq!(count(what), rows, "{what}: {found:?}");
    }
}

#[tokio::test]
async fn whom_sales_name_and_main_does_not_know_is_counted_across_databases() {
    let world = World::new().await;
    world.in_main(PERSON).await;
    let main = world.main.admin().await;
    let known = main.query_one("select id, community_id from auth.users", &[]);
    let known = known.await.unwrap();
    let (id, community): (uuid::Uuid, uuid::Uuid) = (known.get(0), known.get(1));
    let tripwire = world.tripwire.admin().await;
    let team =
        "insert into sales_team_members (community_id, lead_user_id, member_user_id, created_at)
        select $1, $2, gen_random_uuid(), now() from generate_series(1, 1500)";
    tripwire.execute(team, &[&community, &id]).await.unwrap();
    let found = world.orphans().await;
    let strangers: Vec<_> = found.iter().filter(|(db, ..)| *db == "tripwire").collect();
    let want = "members of sales teams whom main does not know".to_owned();
    assert_eq!(strangers, [&("tripwire", want, 1500)]);
}
