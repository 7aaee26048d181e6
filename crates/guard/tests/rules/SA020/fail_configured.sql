-- ==== config
identity_table = "auth.users"
-- ==== up
create table customers (id uuid primary key, email text not null unique, password_hash text not null);
