-- ==== base
create table users (id uuid primary key, email text not null, constraint users_email_key unique (email));
-- ==== up
-- stoa:allow SM028 addresses are shared in families
alter table users drop constraint users_email_key;
