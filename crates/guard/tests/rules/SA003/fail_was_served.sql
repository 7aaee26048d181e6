-- ==== base
create table orders (id uuid primary key);
grant select on orders to authenticated;
-- ==== up
alter table orders enable row level security;
