-- ==== base
create table notes (id uuid primary key, owner_id uuid);
alter table notes enable row level security;
-- ==== up
create policy notes_write on notes for update to authenticated using (owner_id = (select auth.uid()));
