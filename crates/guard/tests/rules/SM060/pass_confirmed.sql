-- stoa:confirm rename public.orders.total: the table is read by this release only
alter table orders rename column total to total_minor;
