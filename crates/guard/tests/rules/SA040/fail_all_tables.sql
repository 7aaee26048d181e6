-- ==== base
create table orders (id uuid primary key);
create policy orders_service on orders to service_role using (true) with check (true);
alter table orders enable row level security;
-- ==== up
grant all on all tables in schema public to anon;
