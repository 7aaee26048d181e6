-- ==== base
create table ingestions (id uuid primary key);
alter table ingestions enable row level security;
-- ==== up
create policy "Service role has full access to ingestions" on ingestions for all using (true) with check (true);
