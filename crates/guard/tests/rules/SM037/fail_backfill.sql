-- ==== base
create table orders (id bigint primary key, total bigint);
-- ==== up
alter table orders add column total_minor bigint;
update orders set total_minor = total * 100 where total_minor is null;
