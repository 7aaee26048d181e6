-- ==== base
create table salaries (id uuid primary key, amount bigint);
-- ==== up
grant select on salaries to authenticated;
