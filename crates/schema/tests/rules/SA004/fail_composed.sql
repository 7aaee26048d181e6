-- ==== 0001_t.up.sql
create table public.t (id int primary key);
alter table public.t enable row level security;
-- ==== 0001_t.down.sql
drop table public.t;
-- ==== 0002_open.up.sql
do $$ begin execute 'alter table public.t ' || 'disable row level security'; end $$;
-- ==== 0002_open.down.sql
alter table public.t enable row level security;
