create table public.t (id serial primary key);
select setval('public.t_id_seq', 2100000000);
