-- ==== base
create table events (at timestamptz not null, id uuid not null, primary key (at, id)) partition by range (at);
-- ==== up
create table events_2025 (like events including all);
alter table events attach partition events_2025 for values from ('2025-01-01') to ('2026-01-01');
