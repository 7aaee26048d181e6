create table notes (id uuid primary key, body text not null);
grant select on notes to authenticated;
