-- ==== base
create table orders (id uuid primary key, total varchar(10));
-- ==== up
alter table orders alter column total type text, add column note text default 'x';
-- ==== stats
{"public.orders": 3}
-- ==== config
large_table_rows = 10
-- ==== down
alter table orders drop column note;
-- stoa:confirm narrow public.orders.total: nothing longer came in
alter table orders alter column total type varchar(10);
