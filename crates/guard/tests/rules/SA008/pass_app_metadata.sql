-- ==== base
create table notes (id uuid primary key, owner_id uuid);
alter table notes enable row level security;
-- ==== up
create policy notes_admin on notes for select to authenticated
    using (((select auth.jwt()) -> 'app_metadata' ->> 'role') = 'admin');
