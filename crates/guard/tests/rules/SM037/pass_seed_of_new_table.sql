-- ==== base
create table orders (id bigint primary key, total bigint);
-- ==== up
alter table orders add column kind text;
create table kinds (name text primary key);
insert into kinds (name) values ('order'), ('refund');
