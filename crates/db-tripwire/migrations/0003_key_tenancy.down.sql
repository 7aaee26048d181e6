-- One community's use of a key has to go where two have used it; the later one stays.
delete from intake_keys k
using intake_keys later
where later.scope = k.scope and later.key = k.key
    and (later.created_at, later.community_id) > (k.created_at, k.community_id);

drop index intake_keys_lead_idx;
create index intake_keys_lead_idx on intake_keys (lead_id);

alter table intake_keys
    drop constraint intake_keys_lead_fkey,
    add constraint intake_keys_lead_id_fkey foreign key (lead_id)
        references leads (id) on delete cascade deferrable initially deferred,
    drop constraint intake_keys_pkey,
    add constraint intake_keys_pkey primary key (scope, key),
    drop column community_id;
