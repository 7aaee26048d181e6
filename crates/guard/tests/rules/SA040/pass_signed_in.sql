-- ==== base
create table orders (id uuid primary key, owner_id uuid);
create policy orders_own on orders for select to authenticated using (owner_id = (select auth.uid()));
alter table orders enable row level security;
-- ==== up
grant select on orders to authenticated;
revoke all on orders from anon;
