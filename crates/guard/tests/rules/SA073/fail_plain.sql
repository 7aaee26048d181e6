create table orders (id uuid primary key, parent_id uuid references orders (id));
create index orders_parent on orders (parent_id);
