-- ==== up
create table coupons (id uuid primary key);
-- ==== down
select 1;
