create table public.t (at timestamptz primary key) partition by range (at);
create table public.t1 partition of public.t for values from ('2026-01-01') to ('2027-01-01');
