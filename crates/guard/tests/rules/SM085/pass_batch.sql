-- ==== base
create table orders (id bigint primary key, currency text);
-- ==== stats
{"public.orders": 5000000}
-- ==== up
update orders set currency = 'KZT' where id between 1 and 10000 and currency is null;
