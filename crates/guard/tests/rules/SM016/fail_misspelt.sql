-- ==== base
create table orders (id uuid primary key);
-- ==== up
create table coupons (id uuid primary key);
-- ==== down
drop table cupons;
