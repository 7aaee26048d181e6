-- ==== base
create table orders (id uuid primary key);
alter table orders enable row level security;
-- ==== up
grant select on orders to public;
