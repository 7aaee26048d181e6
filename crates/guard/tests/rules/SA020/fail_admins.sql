-- ==== base
create schema auth;
create table auth.users (id uuid primary key, email text not null unique);
-- ==== up
create table admins (id uuid primary key, email text not null unique, password_hash text not null);
