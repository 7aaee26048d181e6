-- ==== up
create table coupons (id uuid primary key);
-- ==== down
drop table coupons;
