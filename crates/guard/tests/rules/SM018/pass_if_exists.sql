-- ==== base
create table orders (id uuid primary key);
-- ==== up
alter table if exists old_orders add column note text;
drop view if exists old_sums;
alter table orders add column note text;
