-- ==== base
create table notes (id uuid primary key, state text);
alter table notes enable row level security;
-- ==== up
create policy notes_write on notes for delete using (state = 'new');
