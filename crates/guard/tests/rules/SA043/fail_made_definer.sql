-- ==== base
create function order_total(id bigint) returns bigint language sql stable set search_path = '' as 'select 1::bigint';
-- ==== up
alter function order_total(bigint) security definer;
-- ==== down
alter function order_total(bigint) security invoker;
