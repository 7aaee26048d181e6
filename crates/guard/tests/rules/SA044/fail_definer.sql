create schema private;
create function private.total() returns bigint language sql security definer as 'select sum(total) from orders';
