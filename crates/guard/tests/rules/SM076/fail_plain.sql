create table events (id uuid primary key, happened_at timestamp not null);
