create table events (id uuid primary key, happened_at timestamptz not null, seen_at timestamp with time zone);
