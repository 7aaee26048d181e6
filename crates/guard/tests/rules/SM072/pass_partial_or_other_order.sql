-- ==== base
create table orders (id uuid primary key, account_id uuid, at timestamptz);
create index orders_a on orders (account_id, at);
-- ==== up
-- stoa:no-transaction
create index concurrently orders_b on orders (account_id, at desc) where at is not null;
