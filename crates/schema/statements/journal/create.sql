create schema if not exists stoa_guard;
revoke all on schema stoa_guard from public;
create table if not exists stoa_guard.journal (
    id bigint generated always as identity primary key,
    migration_set text not null,
    version bigint not null check (version >= 0),
    name text not null,
    up_sha256 text not null,
    down_sha256 text not null,
    fp_before text,
    fp_after text,
    state text not null check (state in ('running', 'applied', 'failed', 'reverted', 'verified_stamp')),
    going_down boolean not null default false,
    started_at timestamptz not null default clock_timestamp(),
    ms bigint,
    db_user text not null default session_user,
    host text not null default coalesce(host(inet_client_addr()), 'local socket'),
    tool text not null,
    note text
);
create unique index if not exists journal_standing on stoa_guard.journal (migration_set, version)
    where state in ('running', 'applied', 'verified_stamp');
create table if not exists stoa_guard.newest (
    single boolean primary key default true check (single),
    fingerprint text not null,
    objects text not null,
    taken_at timestamptz not null default clock_timestamp()
);
alter table stoa_guard.journal enable row level security;
alter table stoa_guard.journal force row level security;
alter table stoa_guard.newest enable row level security;
alter table stoa_guard.newest force row level security;
create policy journal_owner on stoa_guard.journal to current_user using (true) with check (true);
create policy newest_owner on stoa_guard.newest to current_user using (true) with check (true);
