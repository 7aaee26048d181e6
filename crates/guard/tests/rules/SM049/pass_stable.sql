alter table orders add column created_at timestamptz not null default now(), add column tags text[] not null default '{}';
