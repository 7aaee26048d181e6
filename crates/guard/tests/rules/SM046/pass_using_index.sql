-- ==== base
create table events (id uuid not null);
create unique index events_pkey on events (id);
-- ==== up
alter table events add constraint events_pkey primary key using index events_pkey;
