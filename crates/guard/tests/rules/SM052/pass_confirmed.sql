-- ==== base
create table orders (id uuid primary key, total integer);
-- ==== up
-- stoa:confirm rewrite public.orders.total: eleven rows, nobody waits
alter table orders alter column total type bigint;
