-- ==== base
create table orders (id uuid primary key);
-- ==== up
alter table orders add column note text, add column tag text;
-- ==== down
alter table orders drop column note;
