create table users (id uuid primary key, name text);
