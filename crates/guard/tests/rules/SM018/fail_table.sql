-- ==== base
create table orders (id uuid primary key);
-- ==== up
alter table ordres add column note text;
