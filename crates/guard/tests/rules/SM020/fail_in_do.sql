do $$ begin
  if exists (select from pg_tables where tablename = 'orders') then
    drop table orders;
  end if;
end $$;
