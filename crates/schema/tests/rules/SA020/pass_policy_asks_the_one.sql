create schema auth;
create table auth.users (id uuid primary key, email text not null unique);
create table public.members (user_id uuid primary key references auth.users (id), team int not null);
create table public.notes (id int primary key, team int not null, owner uuid not null references auth.users (id));
create index notes_owner on public.notes (owner);
alter table public.notes enable row level security;
create policy known_only on public.notes for select to authenticated
    using (owner in (select u.id from auth.users u where u.id::text = (select current_setting('app.who', true))));
-- ==== config
identity_table = "auth.users"
