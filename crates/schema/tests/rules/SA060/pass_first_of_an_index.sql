create table public.a (id int primary key);
create table public.b (id int primary key, a int not null references public.a (id));
create index b_a on public.b (a, id);
