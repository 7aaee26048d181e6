-- stoa:allow SM999 we know what we are doing here
create table coupons (id uuid primary key);
