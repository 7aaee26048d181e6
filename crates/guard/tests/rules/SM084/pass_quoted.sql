create function analyze_it(name text) returns void language plpgsql set search_path = '' as $$
begin
  execute format('analyze %I', name);
  execute 'analyze ' || quote_ident(name);
  execute 'select count(*) from public.orders where state = $1' using name;
end $$;
