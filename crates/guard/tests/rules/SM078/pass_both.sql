create table users (id uuid primary key, email text not null, name text);
create unique index users_email_key on users (lower(email));
