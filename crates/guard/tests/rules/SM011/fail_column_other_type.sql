-- ==== base
create table orders (id uuid primary key, note varchar(40));
-- ==== up
alter table orders add column if not exists note text;
