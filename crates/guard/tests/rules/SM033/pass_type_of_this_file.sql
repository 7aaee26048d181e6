create type order_state as enum ('open');
alter type order_state add value 'paid';
create table orders (id bigint primary key, state order_state not null default 'paid');
