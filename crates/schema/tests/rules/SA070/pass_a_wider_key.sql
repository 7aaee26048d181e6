create table public.t (id bigserial primary key);
select setval('public.t_id_seq', 2100000000);
