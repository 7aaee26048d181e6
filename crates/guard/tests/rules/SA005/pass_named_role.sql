-- ==== base
create table ingestions (id uuid primary key);
alter table ingestions enable row level security;
-- ==== up
create policy ingestions_service on ingestions to service_role using (true) with check (true);
