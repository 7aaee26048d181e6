-- ==== base
create table accounts (id uuid primary key);
-- ==== up
create table orders (id uuid primary key, account_id uuid not null references accounts (id));
