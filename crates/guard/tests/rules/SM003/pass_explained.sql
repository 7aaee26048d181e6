-- ==== up
create table coupons (id uuid primary key);
insert into coupons select gen_random_uuid();
-- ==== down
-- stoa:irreversible the coupons have been handed out already
