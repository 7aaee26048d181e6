-- ==== base
create table orders (id uuid primary key, total bigint);
-- ==== up
alter table orders alter column total type integer using total::integer;
