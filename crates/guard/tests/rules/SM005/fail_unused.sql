-- ==== base
create table orders (id uuid primary key);
-- ==== up
-- stoa:confirm drop-column public.orders.note: nobody has read it since March
alter table orders add column note text;
