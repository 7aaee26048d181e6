-- ==== base
create table orders (id uuid primary key);
create view active_orders as select id from orders;
create view order_figures as select count(id) as n from active_orders;
-- ==== up
drop view order_figures;
drop view active_orders;
