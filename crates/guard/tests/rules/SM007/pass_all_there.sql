-- ==== 0001_a.up.sql
create table a (id uuid primary key);
-- ==== 0001_a.down.sql
drop table a;
-- ==== manifest.lock
[[migration]]
version = "0001"
name = "a"
up = ""
