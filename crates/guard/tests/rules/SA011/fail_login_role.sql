-- ==== base
create role app login;
create table notes (id uuid primary key);
create policy notes_service on notes to service_role using (true) with check (true);
-- ==== up
alter table notes owner to app;
alter table notes enable row level security;
