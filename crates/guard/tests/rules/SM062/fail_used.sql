-- ==== base
create type order_state as enum ('open', 'payed');
create table orders (id uuid primary key, state order_state not null);
-- ==== up
alter type order_state rename value 'payed' to 'paid';
