-- ==== 0001_a.up.sql
create table accounts (id uuid primary key);
create table orders (id uuid primary key, account_id uuid not null references accounts (id));
-- ==== 0001_a.down.sql
drop table orders;
drop table accounts;
-- ==== 0002_b.up.sql
-- stoa:no-transaction
create index concurrently orders_account on orders (account_id, id);
-- ==== 0002_b.down.sql
drop index orders_account;
