-- ==== base
create table orders (id uuid primary key, total bigint, note text);
-- ==== up
-- stoa:confirm drop-column public.orders.note: unread since release 41
alter table orders drop column note;
-- ==== down
alter table orders add column note text;
