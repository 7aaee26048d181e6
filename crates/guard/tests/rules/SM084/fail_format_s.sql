create function drop_it(name text) returns void language plpgsql set search_path = '' as $$
begin
  execute format('analyze %s', name);
end $$;
