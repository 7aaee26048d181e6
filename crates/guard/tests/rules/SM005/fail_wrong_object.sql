-- ==== base
create table orders (id uuid primary key);
-- ==== up
-- stoa:confirm drop-table public.old_orders: replaced by orders in March
drop table orders;
