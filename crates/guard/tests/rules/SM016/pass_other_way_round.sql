-- ==== base
create table orders (id uuid primary key);
-- ==== up
create table coupons (id uuid primary key);
create view all_coupons with (security_invoker = true) as select id from coupons;
-- ==== down
drop view all_coupons;
drop table coupons;
