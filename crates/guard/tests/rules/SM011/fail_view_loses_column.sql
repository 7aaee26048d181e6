-- ==== base
create table orders (id uuid primary key, total bigint);
create view sums with (security_invoker = true) as select id, total from orders;
-- ==== up
create or replace view sums with (security_invoker = true) as select id from orders;
