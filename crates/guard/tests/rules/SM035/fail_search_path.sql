set search_path = archive, public;
create table archive.coupons (id uuid primary key);
