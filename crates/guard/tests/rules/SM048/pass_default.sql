alter table orders add column currency char(3) not null default 'KZT', add column seen_at timestamptz not null default now();
