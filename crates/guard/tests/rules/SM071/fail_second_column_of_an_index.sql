-- ==== base
create table accounts (id uuid primary key);
-- ==== up
create table orders (id uuid primary key, state text, account_id uuid not null references accounts (id));
create index orders_state_account on orders (state, account_id);
