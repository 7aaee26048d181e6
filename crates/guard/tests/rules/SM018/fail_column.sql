-- ==== base
create table orders (id uuid primary key);
-- ==== up
alter table orders alter column totl set default 0;
