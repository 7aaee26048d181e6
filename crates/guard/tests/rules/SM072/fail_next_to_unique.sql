create table accounts (id uuid primary key, email text not null unique);
create index accounts_email_idx on accounts (email);
