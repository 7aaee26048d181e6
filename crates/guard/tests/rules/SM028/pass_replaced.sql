-- ==== base
create table orders (id uuid primary key, state text, constraint orders_state_check check (state in ('open', 'paid')));
-- ==== up
alter table orders drop constraint orders_state_check,
    add constraint orders_state_check check (state in ('open', 'paid', 'refunded')) not valid;
