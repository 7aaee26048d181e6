-- ==== base
create table orders (id uuid primary key, total integer);
create view sums with (security_invoker = true) as select total from orders;
-- ==== up
-- stoa:confirm rewrite public.orders.total: eleven rows in this table
alter table orders alter column total type bigint;
