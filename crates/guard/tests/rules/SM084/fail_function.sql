create function find_orders(filter text) returns setof text language plpgsql set search_path = '' as $$
begin
  return query execute 'select id from public.orders where ' || filter;
end $$;
