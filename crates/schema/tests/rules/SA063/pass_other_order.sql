create table public.t (id int primary key, n int);
create index t_n on public.t (n);
create index t_n_desc on public.t (n desc nulls last);
create index t_n_some on public.t (n) where n > 0;
