-- The look-alikes of open.sql: each says nearly the same and is right.
create schema auth;
create schema private;
create table auth.users (id uuid primary key, email text not null unique);
create table public.profiles (id uuid primary key references auth.users (id), name text);
alter table public.profiles enable row level security;
alter table public.profiles force row level security;
create policy profiles_own on public.profiles to authenticated
    using (id::text = (select current_setting('app.who', true))) with check (id::text = (select current_setting('app.who', true)));
create policy profiles_service on public.profiles to service_role using (true) with check (true);
grant select, update on public.profiles to authenticated;
grant all on public.profiles to service_role;
-- No client may enter this schema, whatever stands on its tables.
create table private.salaries (id int primary key, iban text, password_hash text, token_expires_at timestamptz);
grant select on private.salaries to authenticated;
-- A key that is its table's own index, and one that has an index of its own.
create table public.orders (id int primary key, user_id uuid not null references auth.users (id), deleted_at timestamptz);
create index orders_user on public.orders (user_id);
alter table public.orders enable row level security;
create policy orders_own on public.orders for select to authenticated
    using (deleted_at is null and user_id::text = (select current_setting('app.who', true)));
grant select on public.orders to authenticated;
create view public.my_orders with (security_invoker = true) as select * from public.orders;
grant select on public.my_orders to authenticated;
create function public.bound(a int) returns int language sql immutable return a + 1;
create function private.definer() returns void language sql security definer set search_path = '' as 'select 1';
-- The rights of clients on functions are for the exposed schema to say.
revoke execute on function private.definer() from public;
create table public.alembic_version (version_num text primary key);
create sequence public.numbers as bigint;
create table public.events (id bigint generated always as identity, at timestamptz not null, primary key (id, at)) partition by range (at);
create table public.events_now partition of public.events for values from ('2026-01-01') to ('2027-01-01');
