-- ==== base
create table accounts (id uuid primary key, email text not null);
create unique index accounts_email_key on accounts (email);
-- ==== up
alter table accounts add constraint accounts_email_key unique using index accounts_email_key;
