create table cards (id uuid primary key, owner_id uuid not null, iban text not null);
create policy cards_own on cards for select to authenticated using (owner_id = (select auth.uid()));
alter table cards enable row level security;
grant select on cards to authenticated;
