create schema auth;
create function auth.jwt() returns jsonb language sql stable set search_path = '' as 'select ''{}''::jsonb';
create table public.t (id int primary key);
alter table public.t enable row level security;
create policy admins on public.t for select to authenticated using ((select auth.jwt() -> 'app_metadata' ->> 'role') = 'admin');
