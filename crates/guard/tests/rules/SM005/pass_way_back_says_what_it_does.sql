-- ==== base
create table orders (id bigint primary key, note varchar(20));
-- ==== up
alter table orders alter column note type varchar(40);
-- ==== down
-- stoa:confirm narrow public.orders.note: back to the length before this pair
-- stoa:confirm rewrite public.orders.note: back to the length before this pair
alter table orders alter column note type varchar(20);
