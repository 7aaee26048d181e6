create table events (id uuid not null, kind text not null);
alter table events add primary key (id);
