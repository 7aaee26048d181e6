-- ==== base
create table orders (id bigint primary key);
create table order_lines (id bigint primary key, order_id bigint not null);
-- ==== up
delete from order_lines using orders;
