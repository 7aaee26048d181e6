create table orders (id uuid primary key, account_id uuid);
create index orders_account_idx on orders (account_id);
