create table public.a (id int primary key);
create table public.b (id int primary key, a int not null references public.a (id));
