-- ==== base
create table accounts (id uuid primary key);
create table orders (id uuid primary key, account_id uuid references accounts (id));
-- ==== up
-- stoa:confirm drop-table public.accounts: moved to the identity service in 0031
drop table accounts cascade;
