-- ==== base
create table notes (id uuid primary key, owner_id uuid, state text);
alter table notes enable row level security;
-- ==== up
create policy notes_own on notes for select to authenticated using (owner_id = (select auth.uid()));
create policy notes_open on notes for select to authenticated using (state = 'open');
