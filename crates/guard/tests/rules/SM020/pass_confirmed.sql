-- ==== base
create table orders (id uuid primary key);
-- ==== up
-- stoa:confirm drop-table public.orders: rows were moved to sales.orders in 0031
drop table orders;
