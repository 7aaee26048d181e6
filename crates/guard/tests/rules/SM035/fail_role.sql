set role admin;
create table coupons (id uuid primary key);
