-- ==== base
create table events (id uuid not null);
-- ==== up
alter table events add primary key (id);
