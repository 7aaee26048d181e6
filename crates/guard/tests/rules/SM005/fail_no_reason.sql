-- ==== base
create table orders (id uuid primary key);
-- ==== up
-- stoa:confirm drop-table public.orders
drop table orders;
