-- The extension itself is that platform's: its entry is all that is asked.
insert into pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
    select 99999, 'pg_graphql', 10, oid, false, '1.5' from pg_namespace where nspname = 'public';
create table public.t (id int primary key);
grant select on public.t to anon;
