-- ==== base
create table accounts (id uuid primary key);
-- ==== up
create table seats (account_id uuid references accounts (id), n int, primary key (account_id, n));
