-- ==== base
create table notes (id uuid primary key);
create policy notes_service on notes to service_role using (true) with check (true);
alter table notes enable row level security;
-- ==== up
alter table notes owner to authenticated;
