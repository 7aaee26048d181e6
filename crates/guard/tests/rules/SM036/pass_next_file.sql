-- ==== 0001_orders.up.sql
create table orders (id uuid primary key, total bigint);
-- ==== 0001_orders.down.sql
drop table orders;
-- ==== 0002_check.up.sql
alter table orders add constraint orders_total_check check (total >= 0) not valid;
-- ==== 0002_check.down.sql
alter table orders drop constraint orders_total_check;
-- ==== 0003_valid.up.sql
alter table orders validate constraint orders_total_check;
-- ==== 0003_valid.down.sql
-- stoa:no-op-down a constraint cannot be made invalid again
