create table notes (id uuid primary key, owner_id uuid not null);
create policy notes_own on notes for select to authenticated using (owner_id = (select auth.uid()));
