-- ==== 0001_coupons.up.sql
-- stoa:irreversible the old rows cannot be told apart any more
create table coupons (id uuid primary key);
