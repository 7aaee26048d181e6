create table events (id uuid primary key, payload json not null);
