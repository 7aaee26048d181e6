-- ==== base
create table orders (id uuid primary key, number text);
-- ==== up
alter table orders alter column number type varchar(10);
