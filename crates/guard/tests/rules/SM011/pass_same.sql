-- ==== base
create table orders (id uuid primary key, note text);
create function price() returns integer language sql set search_path = '' as 'select 1';
create view sums with (security_invoker = true) as select id from orders;
-- ==== up
alter table orders add column if not exists note text;
create or replace function price() returns integer language sql set search_path = '' as 'select 2';
create or replace view sums with (security_invoker = true) as select id, note from orders;
