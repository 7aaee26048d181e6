create table public.t (at timestamptz not null);
