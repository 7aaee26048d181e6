-- ==== base
create table orders (id bigint primary key, owner uuid not null);
alter table orders enable row level security;
create policy orders_own on orders for select to authenticated using (owner::text = (select current_setting('app.who', true)));
create view open_orders with (security_invoker = true) as select id from orders;
-- ==== up
alter view open_orders set (security_invoker = false);
-- ==== down
alter view open_orders set (security_invoker = true);
