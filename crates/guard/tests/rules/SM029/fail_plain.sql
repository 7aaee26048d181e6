-- ==== base
create table orders (id uuid primary key, account_id uuid not null);
-- ==== up
alter table orders alter column account_id drop not null;
