-- ==== up
create table coupons (id uuid primary key);
-- ==== down
truncate table orders restart identity;
drop table coupons;
