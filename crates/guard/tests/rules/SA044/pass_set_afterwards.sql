create function total() returns bigint language sql as 'select sum(total) from public.orders';
alter function total() set search_path = '';
