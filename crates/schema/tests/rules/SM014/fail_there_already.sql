create table public.t (id int primary key, n int);
-- ==== recorded
1
-- ==== 0001_t.up.sql
create table public.t (id int primary key);
-- ==== 0001_t.down.sql
drop table public.t;
-- ==== 0002_n.up.sql
alter table public.t add column n int;
-- ==== 0002_n.down.sql
alter table public.t drop column n;
