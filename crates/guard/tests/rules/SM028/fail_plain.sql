-- ==== base
create table orders (id uuid primary key, total bigint, constraint orders_total_check check (total > 0));
-- ==== up
alter table orders drop constraint orders_total_check;
