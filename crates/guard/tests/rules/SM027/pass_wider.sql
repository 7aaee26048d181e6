-- ==== base
create table orders (id uuid primary key, number varchar(10), price numeric(10, 2));
-- ==== up
alter table orders alter column number type varchar(40), alter column price type numeric(12, 2);
