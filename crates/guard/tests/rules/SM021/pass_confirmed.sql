-- ==== base
create table orders (id uuid primary key, total numeric);
-- ==== up
-- stoa:confirm drop-column public.orders.total: unread since release 41, copied to total_minor
alter table orders drop column total;
