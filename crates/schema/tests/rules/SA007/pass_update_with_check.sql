create table public.t (id int primary key, owner text);
alter table public.t enable row level security;
create policy own on public.t for update to authenticated using (owner = (select current_setting('app.who', true)))
    with check (owner = (select current_setting('app.who', true)));
create policy seen on public.t for select to authenticated using (owner = (select current_setting('app.who', true)));
