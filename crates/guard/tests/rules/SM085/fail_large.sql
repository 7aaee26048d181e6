-- ==== base
create table orders (id bigint primary key, currency text);
-- ==== stats
{"public.orders": 5000000}
-- ==== up
update orders set currency = 'KZT' where currency is null;
