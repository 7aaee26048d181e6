-- ==== base
create function price_of(id uuid) returns bigint language sql set search_path = '' as 'select 1::bigint';
-- ==== up
create or replace function price_of(id uuid, currency text default 'KZT') returns bigint language sql set search_path = '' as 'select 1::bigint';
