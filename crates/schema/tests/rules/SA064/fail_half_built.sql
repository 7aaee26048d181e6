create table public.t (id int primary key, n int);
create index t_n on public.t (n);
-- As CREATE INDEX CONCURRENTLY leaves it when it is cut off.
update pg_index set indisvalid = false where indexrelid = 'public.t_n'::regclass;
