-- A client's key belongs to a community, as the lead it names does: the same key sent to two academies names two requests,
-- and no key can point at another community's lead.
alter table intake_keys add column community_id uuid;
update intake_keys k set community_id = l.community_id from leads l where l.id = k.lead_id;

alter table intake_keys
    alter column community_id set not null,
    drop constraint intake_keys_pkey,
    add constraint intake_keys_pkey primary key (community_id, scope, key),
    drop constraint intake_keys_lead_id_fkey,
    -- Checked at commit: a refused lead is rolled back together with its key.
    add constraint intake_keys_lead_fkey foreign key (community_id, lead_id)
        references leads (community_id, id) on delete cascade deferrable initially deferred;

drop index intake_keys_lead_idx;
create index intake_keys_lead_idx on intake_keys (community_id, lead_id);
