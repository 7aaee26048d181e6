-- ==== base
create table events (at timestamptz not null, id uuid not null, primary key (at, id)) partition by range (at);
create table events_2025 (at timestamptz not null, id uuid not null, primary key (at, id),
    check (at >= '2025-01-01' and at < '2026-01-01'));
-- ==== up
alter table events attach partition events_2025 for values from ('2025-01-01') to ('2026-01-01');
