do $$ begin
  create type plan as enum ('free');
exception when duplicate_object then null;
end $$;
