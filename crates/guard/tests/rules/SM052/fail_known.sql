-- ==== base
create table orders (id uuid primary key, total integer);
-- ==== up
alter table orders alter column total type bigint;
