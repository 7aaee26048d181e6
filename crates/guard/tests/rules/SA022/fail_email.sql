-- ==== base
create schema auth;
create table auth.users (id uuid primary key, email text unique);
-- ==== up
create table notes (id uuid primary key, owner_email text not null references auth.users (email));
create index notes_owner on notes (owner_email);
