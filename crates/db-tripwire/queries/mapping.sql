--! list_mapping : MappingRow(price_minor?, responsible_user_id?)
select source, payment_method, pipeline_id, status_id, price_minor, responsible_user_id, tags, version
from amocrm_mapping
where community_id = :community_id
order by source, payment_method;

--! seed_mapping
-- Only into an empty table: afterwards the table rules.
insert into amocrm_mapping (
    community_id, source, payment_method, pipeline_id, status_id, price_minor, responsible_user_id, tags, updated_at
)
select
    :community_id, m.source, m.payment_method, m.pipeline_id, m.status_id, m.price_minor, m.responsible_user_id,
    coalesce(m.tags, '{}'), :now
from jsonb_to_recordset(:rows::jsonb) as m (
    source text, payment_method text, pipeline_id bigint, status_id bigint, price_minor bigint,
    responsible_user_id bigint, tags text[]
)
where not exists (select from amocrm_mapping)
on conflict do nothing;
