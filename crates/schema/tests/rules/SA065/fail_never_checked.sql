create table public.t (id int primary key, n int);
alter table public.t add constraint t_n check (n > 0) not valid;
