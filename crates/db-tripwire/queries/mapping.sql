--! list_mapping : MappingRow(price_minor?, responsible_user_id?)
select source, payment_method, pipeline_id, status_id, price_minor, responsible_user_id, tags, version, updated_at
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

--! save_mapping (price_minor?, responsible_user_id?)
-- One row, as a person says it; the version grows when something changes.
insert into amocrm_mapping as m (
    community_id, source, payment_method, pipeline_id, status_id, price_minor, responsible_user_id, tags, updated_at
) values (
    :community_id, :source, :payment_method, :pipeline_id, :status_id, :price_minor, :responsible_user_id, :tags, :now
)
on conflict (community_id, source, payment_method) do update set
    pipeline_id = excluded.pipeline_id, status_id = excluded.status_id, price_minor = excluded.price_minor,
    responsible_user_id = excluded.responsible_user_id, tags = excluded.tags, updated_at = excluded.updated_at,
    version = m.version + 1;

--! delete_mapping
delete from amocrm_mapping
where community_id = :community_id and source = :source and payment_method = :payment_method;

--! lock_mapping
-- Two who change the mapping come one after the other.
select pg_advisory_xact_lock(hashtextextended('amocrm mapping ' || :community_id::uuid::text, 0)) is not null as locked;
