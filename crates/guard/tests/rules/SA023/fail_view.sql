-- ==== base
create schema auth;
create table auth.users (id uuid primary key, email text unique);
-- ==== up
create view people as select id, email from auth.users;
grant select on people to authenticated;
