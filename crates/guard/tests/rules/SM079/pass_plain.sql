create table coupons (id uuid primary key);
