-- ==== base
create table notes (id uuid primary key, owner_id uuid);
grant select on notes to authenticated;
-- ==== up
alter table notes enable row level security;
create policy notes_read on notes for select to authenticated using (owner_id = (select auth.uid()));
