-- ==== base
create table orders (id uuid primary key, total bigint);
-- ==== up
alter table orders add constraint orders_total_check check (total >= 0) not valid;
alter table orders validate constraint orders_total_check;
