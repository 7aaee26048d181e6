-- ==== base
create table orders (id uuid primary key, account_id uuid, state text);
create index orders_idx on orders (account_id);
-- ==== up
-- stoa:no-transaction
create index concurrently if not exists orders_idx on orders (state);
