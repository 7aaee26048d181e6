-- Accounts at other platforms whose person was deleted here: a token from before the deletion must not make them anew.
create table auth.departed (
    -- Made of issuer and subject, and says neither.
    id uuid primary key,
    departed_at timestamptz not null
);

create index departed_at on auth.departed (departed_at);

alter table auth.departed enable row level security;
alter table auth.departed force row level security;
create policy departed_service on auth.departed to service_role using (true) with check (true);
grant select, insert, update, delete on auth.departed to service_role;
