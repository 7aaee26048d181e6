-- ==== config
runner = "other"
-- ==== up
create table coupons (id uuid primary key);
alter table coupons add column note text;
