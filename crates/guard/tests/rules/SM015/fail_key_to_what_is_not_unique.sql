-- ==== base
create table accounts (id uuid primary key, code text);
create table orders (id uuid primary key, account_code text);
-- ==== up
alter table orders add constraint orders_account_fkey foreign key (account_code) references accounts (code) not valid;
