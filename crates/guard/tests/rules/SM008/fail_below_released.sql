-- ==== 0001_a.up.sql
create table a (id uuid primary key);
-- ==== 0001_a.down.sql
drop table a;
-- ==== 0002_b.up.sql
create table b (id uuid primary key);
-- ==== 0002_b.down.sql
drop table b;
-- ==== manifest.lock
[[migration]]
version = "0002"
name = "b"
up = ""
