-- ==== base
create table orders (id uuid primary key, note varchar(20), code varchar(5));
-- ==== up
alter table orders alter column note type text;
alter table orders alter column code set data type varchar(10) using code::varchar(10);
