-- ==== base
create table orders (id uuid primary key, account_id uuid);
create index orders_a on orders (account_id);
-- ==== up
-- stoa:no-transaction
create index concurrently orders_b on orders using btree (account_id);
