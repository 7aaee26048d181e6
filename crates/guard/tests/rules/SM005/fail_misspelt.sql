-- stoa:confirms drop-table public.orders: replaced by orders in March
create table coupons (id uuid primary key);
