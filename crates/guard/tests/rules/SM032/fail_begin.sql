begin;
create table coupons (id uuid primary key);
commit;
