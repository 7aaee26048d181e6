create schema private;
create extension postgres_fdw;
create server elsewhere foreign data wrapper postgres_fdw;
create foreign table private.far (id int) server elsewhere;
grant select on private.far to authenticated;
