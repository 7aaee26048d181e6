-- ==== base
create table notes (id uuid primary key);
alter table notes enable row level security;
-- ==== up
create policy notes_write on notes for update to authenticated using (1 = 1) with check (id = id);
