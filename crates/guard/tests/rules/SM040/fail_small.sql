-- ==== base
create table orders (id uuid primary key, account_id uuid);
-- ==== stats
{"public.orders": 900}
-- ==== up
create index orders_account_idx on orders (account_id);
