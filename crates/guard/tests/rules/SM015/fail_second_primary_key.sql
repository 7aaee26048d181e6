-- ==== base
create table accounts (id uuid primary key, code text not null);
-- ==== up
alter table accounts add primary key (code);
