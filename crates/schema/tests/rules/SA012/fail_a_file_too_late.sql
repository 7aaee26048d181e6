-- ==== 0001_t.up.sql
create table public.t (id int primary key);
grant select on public.t to authenticated;
-- ==== 0001_t.down.sql
drop table public.t;
-- ==== 0002_wall.up.sql
alter table public.t enable row level security;
-- ==== 0002_wall.down.sql
alter table public.t disable row level security;
-- ==== 0003_policy.up.sql
create policy seen on public.t for select to authenticated using (id > 0);
-- ==== 0003_policy.down.sql
drop policy seen on public.t;
