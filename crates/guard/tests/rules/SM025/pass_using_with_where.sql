-- ==== base
create table orders (id bigint primary key, state text);
create table order_lines (id bigint primary key, order_id bigint not null);
-- ==== up
delete from order_lines l using orders o where o.id = l.order_id and o.state = 'void' and l.id between 1 and 5000;
