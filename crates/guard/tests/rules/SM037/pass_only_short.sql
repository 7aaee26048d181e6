-- ==== base
create table orders (id bigint primary key, total bigint);
create table accounts (id bigint primary key);
-- ==== up
alter table orders add column total_minor bigint;
alter table accounts add column note text;
