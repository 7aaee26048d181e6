-- ==== base
create table orders (id uuid primary key);
create function new_code() returns text language sql set search_path = '' as 'select md5(random()::text)';
-- ==== up
alter table orders add column code text default new_code();
