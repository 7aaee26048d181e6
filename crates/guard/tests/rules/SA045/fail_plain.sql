-- ==== base
create table orders (id uuid primary key, state text);
alter table orders enable row level security;
-- ==== up
create view open_orders as select id from orders where state = 'open';
