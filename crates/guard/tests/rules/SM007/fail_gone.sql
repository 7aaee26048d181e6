-- ==== 0002_b.up.sql
create table b (id uuid primary key);
-- ==== 0002_b.down.sql
drop table b;
-- ==== manifest.lock
[[migration]]
version = "0001"
name = "a"
up = "00"
