set local search_path = public;
set lock_timeout = '2s';
create table coupons (id uuid primary key);
