do $$ begin
  if not exists (select from pg_type where typname = 'plan') then
    create type plan as enum ('free');
  end if;
end $$;
