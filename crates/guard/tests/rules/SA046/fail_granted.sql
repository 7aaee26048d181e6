-- ==== base
create table orders (id uuid primary key, total bigint);
-- ==== up
create materialized view order_figures as select sum(total) as total from orders;
grant select on order_figures to authenticated;
