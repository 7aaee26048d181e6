-- ==== 0001_a.up.sql
create table a (id uuid primary key);
-- ==== 0001_a.down.sql
drop table a;
-- ==== 20261121093000_b.up.sql
create table b (id uuid primary key);
-- ==== 20261121093000_b.down.sql
drop table b;
