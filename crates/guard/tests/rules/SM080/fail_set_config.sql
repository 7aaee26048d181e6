-- ==== base
create table orders (id bigint primary key, note text);
-- ==== up
select set_config('session_replication_role', 'replica', true);
update orders set note = 'x' where id = 1;
