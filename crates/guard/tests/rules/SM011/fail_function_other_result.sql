-- ==== base
create function price() returns integer language sql set search_path = '' as 'select 1';
-- ==== up
create or replace function price() returns bigint language sql set search_path = '' as 'select 1::bigint';
