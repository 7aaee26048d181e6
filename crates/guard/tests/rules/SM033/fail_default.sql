-- ==== base
create type order_state as enum ('open', 'paid');
create table orders (id bigint primary key, state order_state not null);
-- ==== up
alter type order_state add value if not exists 'new' before 'open';
alter table orders alter column state set default 'new';
