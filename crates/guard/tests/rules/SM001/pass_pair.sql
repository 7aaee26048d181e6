-- ==== 0001_coupons.up.sql
create table coupons (id uuid primary key);
-- ==== 0001_coupons.down.sql
drop table coupons;
