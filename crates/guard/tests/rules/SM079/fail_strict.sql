-- ==== config
profile = "strict"
-- ==== up
create table coupons (id uuid primary key);
alter table coupons enable row level security;
