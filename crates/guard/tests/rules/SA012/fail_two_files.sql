-- ==== base
create table notes (id uuid primary key, owner_id uuid);
grant select on notes to authenticated;
-- ==== 0001_a.up.sql
alter table notes enable row level security;
-- ==== 0001_a.down.sql
alter table notes disable row level security;
-- ==== 0002_b.up.sql
create policy notes_read on notes for select to authenticated using (owner_id = (select auth.uid()));
-- ==== 0002_b.down.sql
drop policy notes_read on notes;
