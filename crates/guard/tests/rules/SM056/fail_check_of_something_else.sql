-- ==== base
create table events (id bigint, at timestamptz not null, kind text, primary key (id, at)) partition by range (at);
create table events_2025 (id bigint, at timestamptz not null, kind text, primary key (id, at));
alter table events_2025 add constraint kind_there check (kind <> '');
-- ==== up
alter table events attach partition events_2025 for values from ('2025-01-01') to ('2026-01-01');
