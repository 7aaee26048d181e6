-- ==== base
create table orders (id bigint primary key, note varchar(20));
-- ==== up
alter table orders alter column note type varchar(40);
-- ==== down
-- stoa:confirm rewrite public.orders.total: copied from another file
alter table orders alter column note type varchar(20);
