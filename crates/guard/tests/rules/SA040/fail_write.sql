-- ==== base
create table orders (id uuid primary key);
create policy orders_service on orders to service_role using (true) with check (true);
alter table orders enable row level security;
-- ==== up
grant select, insert on orders to anon;
