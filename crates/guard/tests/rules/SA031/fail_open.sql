create table cards (id uuid primary key, card_number text not null);
grant select on cards to authenticated;
