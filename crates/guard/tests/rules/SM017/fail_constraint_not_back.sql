-- ==== base
create table orders (id uuid primary key, total bigint, constraint orders_total_check check (total > 0));
-- ==== up
-- stoa:allow SM028 refunds are negative from release 42 on
alter table orders drop constraint orders_total_check;
-- ==== down
comment on table orders is 'all orders';
