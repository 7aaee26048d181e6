-- ==== base
create table orders (id uuid primary key, total numeric);
-- ==== up
alter table orders add column total_minor bigint, drop column total;
