-- ==== config
profile = "supabase"
-- ==== 0001_a.up.sql
create table notes (id uuid primary key, owner_id uuid not null);
-- ==== 0001_a.down.sql
drop table notes;
-- ==== 0002_b.up.sql
create policy notes_own on notes for select to authenticated using (owner_id = (select auth.uid()));
alter table notes enable row level security;
-- ==== 0002_b.down.sql
-- stoa:irreversible a table without its guard must not come back
