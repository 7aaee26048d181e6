create table public.t (id int primary key, note text not null);
insert into public.t select n, 'note number ' || n || repeat('.', 60) from generate_series(1, 20000) n;
create index t_note on public.t (note);
do $$ begin for i in 1..120 loop perform from public.t limit 1; end loop; end $$;
-- ==== then
select pg_stat_force_next_flush();
