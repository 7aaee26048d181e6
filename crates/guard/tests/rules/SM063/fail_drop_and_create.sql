-- ==== base
create function price_of(id uuid) returns bigint language sql set search_path = '' as 'select 1::bigint';
-- ==== up
drop function price_of(uuid);
create function price_of(id uuid, currency text) returns bigint language sql set search_path = '' as 'select 1::bigint';
