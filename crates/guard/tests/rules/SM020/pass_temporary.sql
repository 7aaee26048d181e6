create temporary table staging (id uuid);
create table coupons (id uuid primary key);
insert into coupons select id from staging;
drop table staging;
