create extension postgres_fdw;
create server elsewhere foreign data wrapper postgres_fdw;
create foreign table public.far (id int) server elsewhere;
grant select on public.far to authenticated;
