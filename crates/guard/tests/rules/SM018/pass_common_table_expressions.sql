-- ==== base
create table orders (id uuid primary key, state text);
create table archive (id uuid primary key);
-- ==== up
with old as (select id from orders where state = 'old'),
     moved as (insert into archive select id from old returning id)
delete from orders using moved where orders.id = moved.id;
