-- ==== base
create table orders (id uuid primary key);
-- ==== up
-- stoa:no-transaction
create index concurrently orders_state_idx on orders (state);
