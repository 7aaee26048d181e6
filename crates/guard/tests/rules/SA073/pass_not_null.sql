-- ==== base
create table accounts (id uuid primary key);
-- ==== up
create table orders (id uuid primary key, account_id uuid not null references accounts (id));
create index orders_account on orders (account_id);
