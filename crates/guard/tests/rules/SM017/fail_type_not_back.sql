-- ==== base
create table orders (id uuid primary key, total varchar(10));
-- ==== up
alter table orders alter column total type text;
-- ==== down
alter table orders alter column total type varchar(20);
