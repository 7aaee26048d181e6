-- ==== 0001_a.up.sql
create table a (id uuid primary key);
-- ==== 0001_a.down.sql
drop table a;
-- ==== manifest.lock
# nothing was released yet
