-- ==== base
create table orders (id uuid primary key);
-- ==== up
create table lines (id uuid primary key, order_id uuid not null references order_heads (id));
create index on lines (order_id);
