-- What Stoa's first runner made, to the letter.
create schema if not exists stoa_journal;
create table if not exists stoa_journal.applied (
    migration_set text not null,
    version integer not null check (version > 0),
    name text not null,
    up_sha256 text not null,
    down_sha256 text not null,
    applied_at timestamptz not null default now(),
    duration_ms bigint not null,
    primary key (migration_set, version)
);
alter table stoa_journal.applied enable row level security;
alter table stoa_journal.applied force row level security;
do $$
begin
    if not exists (select from pg_policies where schemaname = 'stoa_journal' and policyname = 'journal_owner') then
        create policy journal_owner on stoa_journal.applied to current_user using (true) with check (true);
    end if;
end
$$;
