-- ==== base
create table accounts (id uuid primary key);
create table orders (id uuid primary key, account_id uuid);
create index on orders (account_id);
-- ==== up
alter table orders add constraint orders_account_fkey foreign key (account_id) references accounts (id);
