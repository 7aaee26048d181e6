-- ==== base
create table notes (id uuid primary key, owner_id uuid);
alter table notes enable row level security;
-- ==== up
create policy notes_read on notes for select to authenticated using (owner_id = auth.uid());
