-- ==== base
create schema auth;
create table auth.users (id uuid primary key, email text not null unique);
create table admins (id uuid primary key);
create table notes (id uuid primary key);
alter table notes enable row level security;
-- ==== config
identity_table = "auth.users"
-- ==== up
create policy notes_admin on notes for select to authenticated using ((select auth.uid()) in (select a.id from admins a));
