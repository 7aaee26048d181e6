-- ==== base
create type order_state as enum ('open', 'payed');
-- ==== up
alter type order_state rename value 'payed' to 'paid';
