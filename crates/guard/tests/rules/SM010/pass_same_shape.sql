-- ==== base
create table ingestions (id uuid primary key, size int4);
-- ==== up
create table if not exists ingestions (id uuid primary key, size integer);
create table other (id uuid primary key);
