-- ==== base
create schema archive;
create table orders (id uuid primary key, total bigint);
-- ==== up
alter table orders set schema archive;
