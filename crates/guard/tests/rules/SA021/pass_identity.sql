-- ==== base
create schema auth;
create table auth.users (id uuid primary key);
-- ==== up
create table notes (id uuid primary key, user_id uuid not null references auth.users (id));
create index notes_user on notes (user_id);
