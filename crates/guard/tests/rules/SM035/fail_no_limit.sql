set statement_timeout = '0';
create table coupons (id uuid primary key);
