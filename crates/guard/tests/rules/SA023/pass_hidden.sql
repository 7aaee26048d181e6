-- ==== base
create schema auth;
create schema private;
create table auth.users (id uuid primary key, email text unique);
-- ==== up
create view private.people as select id, email from auth.users;
