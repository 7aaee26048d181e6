do $$
declare t text;
begin
  for t in select tablename from pg_tables loop
    execute format('alter table %I add column note text', t);
  end loop;
end $$;
