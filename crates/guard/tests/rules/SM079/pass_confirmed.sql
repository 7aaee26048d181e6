-- ==== config
profile = "strict"
-- ==== up
-- stoa:confirm create-table public.coupons: the first table of the coupon feature
create table coupons (id uuid primary key);
alter table coupons enable row level security;
