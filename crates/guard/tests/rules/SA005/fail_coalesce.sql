-- ==== base
create table notes (id uuid primary key);
alter table notes enable row level security;
-- ==== up
create policy notes_delete on notes for delete to authenticated using (coalesce(true, false));
