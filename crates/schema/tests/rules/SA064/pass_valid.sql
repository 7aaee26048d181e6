create table public.t (id int primary key, n int);
create index t_n on public.t (n);
