create table notes (id uuid primary key, body text not null);
