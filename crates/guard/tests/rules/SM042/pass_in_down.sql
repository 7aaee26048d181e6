-- ==== base
create table orders (id uuid primary key, account_id uuid);
-- ==== up
-- stoa:no-transaction
create index concurrently orders_account_idx on orders (account_id);
-- ==== down
drop index orders_account_idx;
