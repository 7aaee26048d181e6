-- ==== base
create table leads (community_id uuid, id uuid, primary key (id), unique (community_id, id));
create table keys (community_id uuid, lead_id uuid, key text primary key, constraint keys_lead_fkey foreign key (lead_id) references leads (id));
create index keys_lead on keys (community_id, lead_id);
-- ==== up
alter table keys drop constraint keys_lead_fkey;
alter table keys add constraint keys_lead_community_fkey foreign key (community_id, lead_id) references leads (community_id, id) not valid;
