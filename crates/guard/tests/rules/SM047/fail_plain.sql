-- ==== base
create table orders (id uuid primary key, account_id uuid);
-- ==== up
alter table orders alter column account_id set not null;
