create table public.t (id int primary key) with (autovacuum_enabled = false);
insert into public.t select generate_series(1, 12000);
delete from public.t;
-- ==== then
select pg_stat_force_next_flush();
