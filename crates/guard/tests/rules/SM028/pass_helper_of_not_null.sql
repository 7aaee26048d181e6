-- ==== base
create table orders (id uuid primary key, account_id uuid, constraint has_account check (account_id is not null));
-- ==== up
alter table orders alter column account_id set not null;
alter table orders drop constraint has_account;
