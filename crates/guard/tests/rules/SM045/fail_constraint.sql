-- ==== base
create table accounts (id uuid primary key, email text not null);
-- ==== up
alter table accounts add constraint accounts_email_key unique (email);
