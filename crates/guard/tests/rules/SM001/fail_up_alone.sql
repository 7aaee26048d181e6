-- ==== 0001_coupons.up.sql
create table coupons (id uuid primary key);
