-- stoa:confirm drop-table public.orders: rows were moved to sales.orders in 0031
drop table orders;
drop view if exists sums;
-- ==== down
create table orders (id uuid primary key);
create view sums with (security_invoker = true) as select count(id) as n from orders;
