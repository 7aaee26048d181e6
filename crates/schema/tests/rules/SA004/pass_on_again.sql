-- ==== 0001_t.up.sql
create table public.t (id int primary key);
alter table public.t enable row level security;
-- ==== 0001_t.down.sql
drop table public.t;
-- ==== 0002_filled.up.sql
do $$ begin
    execute 'alter table public.t ' || 'disable row level security';
    execute 'alter table public.t ' || 'enable row level security';
end $$;
-- ==== 0002_filled.down.sql
-- stoa:no-op-down the wall stands as before
