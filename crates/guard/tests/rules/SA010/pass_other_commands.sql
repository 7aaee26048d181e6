-- ==== base
create table notes (id uuid primary key, owner_id uuid, state text);
alter table notes enable row level security;
-- ==== up
create policy notes_read on notes for select to authenticated using (owner_id = (select auth.uid()));
create policy notes_delete on notes for delete to authenticated using (owner_id = (select auth.uid()));
create policy notes_service on notes to service_role using (true) with check (true);
