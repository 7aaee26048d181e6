-- ==== base
create type order_state as enum ('open', 'paid');
-- ==== up
alter type order_state add value 'refunded' after 'paid';
comment on type order_state is 'from open to refunded';
