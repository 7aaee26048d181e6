-- ==== base
create table orders (id uuid primary key, account_id uuid);
alter table orders add constraint has_account check (account_id is not null) not valid;
-- ==== up
alter table orders alter column account_id set not null;
