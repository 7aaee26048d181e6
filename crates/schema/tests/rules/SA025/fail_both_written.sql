create table public.leads (id int primary key, email text, phone text, source text);
create table public.lead (id int primary key, email text, phone text, source text);
insert into public.leads values (1);
insert into public.lead values (1);
-- ==== then
select pg_stat_force_next_flush();
