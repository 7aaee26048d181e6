//! One identity table for ever: the built program refuses to serve over a second one.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::path::Path;

use support::{Stoa, databases::Databases, folder};

/// A start over these databases that must be refused; gives back what it says.
fn refused(databases: &Databases, dir: &Path) -> String {
    let arguments = ["serve", "--role", "web", "--listen", "127.0.0.1:0"];
    let output = databases.command(dir, &arguments);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    told
}

/// Walls around the tables that a test has made, so that only their being there is refused.
const WALLED: &str = "do $$ declare made regclass; begin
    for made in select oid from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and not relforcerowsecurity loop
        execute format('alter table %s enable row level security, force row level security', made);
    end loop; end $$";

#[tokio::test]
async fn a_second_table_that_says_who_people_are_refuses_the_start_by_its_name() {
    let dir = folder();
    let databases = Databases::start(dir.path()).await;
    let serve = || Stoa::start(dir.path(), &["--role", "web"], &databases.settings());
    let mut stoa = serve();
    assert!(stoa.stop());
    let mut login = databases.cluster.admin_config();
    let main = stoa_pg::connect(login.dbname("stoa_main")).await.unwrap();
    let check = || databases.command(dir.path(), &["user", "check"]);
    for (make, drop, named) in [
        (
            "create table public.members (id bigint primary key, email text not null, password_hash text not null)",
            "drop table public.members",
            "public.members",
        ),
        (
            "create table public.admins (id bigint primary key, email text)",
            "drop table public.admins",
            "public.admins",
        ),
        (
            "create table public.members (id bigint primary key, email text, password text);
             create table public.notes (id bigint primary key, member_id bigint references public.members (id))",
            "drop table public.notes, public.members",
            "public.notes",
        ),
    ] {
        main.batch_execute(make).await.unwrap();
        main.batch_execute(WALLED).await.unwrap();
        let told = refused(&databases, dir.path());
        assert!(told.contains(named), "{named}: {told}");
        assert!(told.contains("auth.users") && told.contains("stoa user check"), "{told}");
        let checked = check();
        assert_eq!(checked.status.code(), Some(1), "{checked:?}");
        assert!(String::from_utf8_lossy(&checked.stdout).contains(named), "{checked:?}");
        main.batch_execute(drop).await.unwrap();
    }
    assert!(check().status.success());
    let mut stoa = serve();
    assert!(stoa.stop());
    databases.stop().await;
}
