-- ==== base
create table orders (id uuid primary key, total bigint);
-- ==== up
alter table orders rename to purchases;
create view orders with (security_invoker = true) as select id from purchases;
