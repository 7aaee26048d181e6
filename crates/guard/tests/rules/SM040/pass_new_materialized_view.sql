-- ==== base
create table orders (id bigint primary key, created_at timestamptz not null);
-- ==== up
create materialized view orders_by_day as select created_at::date as day, count(*) as orders from orders group by 1;
create unique index orders_by_day_day on orders_by_day (day);
-- ==== down
drop materialized view orders_by_day;
