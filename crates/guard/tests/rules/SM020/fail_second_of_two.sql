-- ==== base
create table a (id uuid primary key);
create table b (id uuid primary key);
-- ==== up
-- stoa:confirm drop-table public.a: replaced by c in release 40
drop table a, b;
