create function total() returns bigint language sql as 'select sum(total) from orders';
