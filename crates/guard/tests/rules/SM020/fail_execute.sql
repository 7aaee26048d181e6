do $$
declare t text;
begin
  for t in select tablename from pg_tables loop
    execute format('drop table %I', t);
  end loop;
end $$;
