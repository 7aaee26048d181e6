-- ==== base
create table accounts (id uuid primary key);
create table orders (id uuid primary key, account_id uuid references accounts (id));
-- ==== up
-- stoa:confirm drop-table public.accounts: people live in the other service now
drop table accounts;
