-- ==== base
create table orders (id uuid primary key);
-- ==== up
drop table orders;
