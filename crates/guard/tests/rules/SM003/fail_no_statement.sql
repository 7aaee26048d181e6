-- ==== up
create table coupons (id uuid primary key);
-- ==== down
-- nothing to do
