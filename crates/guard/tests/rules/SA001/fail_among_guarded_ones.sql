-- ==== base
create table orders (id uuid primary key, owner_id uuid not null);
alter table orders enable row level security;
create policy orders_own on orders for select to authenticated using (owner_id = (select auth.uid()));
-- ==== up
create table notes (id uuid primary key, body text not null);
