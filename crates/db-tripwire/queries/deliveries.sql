--: DeliveryRow(next_at?, first_sent_at?, settled_at?, external_id?, mapping_version?, last_error_class?, last_error?)
--: AttemptRow(ended_at?, class?, status?, request_id?, excerpt?)

--! lock_delivery : DeliveryRow
select
    id, community_id, lead_id, sink, state, attempts, next_at, first_sent_at, settled_at, external_id,
    mapping_version, last_error_class, last_error, version, created_at, updated_at
from deliveries
where id = :id
for update;

--! may_have_arrived
-- Whether an earlier attempt left it open.
select exists (
    select from delivery_attempts where delivery_id = :id and class in ('unknown', 'interrupted')
) as maybe;

--! begin_attempt (mapping_version?)
-- Committed before the first byte leaves.
with sent as (
    update deliveries set
        state = 'sending', attempts = attempts + 1, next_at = null, updated_at = :now, version = version + 1,
        first_sent_at = coalesce(first_sent_at, :now), mapping_version = :mapping_version
    where id = :id and version = :version and state in ('pending', 'retry')
    returning id, community_id, version
),
opened as (
    insert into delivery_attempts (community_id, delivery_id, n, started_at)
    select s.community_id, s.id, (select coalesce(max(a.n), 0) + 1 from delivery_attempts a where a.delivery_id = :id), :now
    from sent s
    returning n
)
select s.version, o.n from sent s, opened o;

--! close_attempt (status?, request_id?, excerpt?)
update delivery_attempts
set ended_at = :now, class = :class, status = :status, request_id = :request_id, excerpt = :excerpt
where delivery_id = :id and n = :n and ended_at is null;

--! close_open_attempts
update delivery_attempts
set ended_at = :now, class = :class
where delivery_id = :id and ended_at is null;

--! save_delivery (external_id?, next_at?, class?, error?)
-- The version is the fence: a late worker finds that another hand was here.
update deliveries set
    state = :state, attempts = attempts - :refund, external_id = coalesce(:external_id, external_id),
    next_at = :next_at, last_error_class = :class, last_error = :error, updated_at = :now, version = version + 1,
    settled_at = case when :state in ('done', 'dead') then :now::timestamptz end
where id = :id and version = :version;

--! free_quarantined : (id, sink)
update deliveries set
    state = 'pending', last_error_class = null, last_error = null, updated_at = :now, version = version + 1
where lead_id = :lead_id and state = 'blocked' and last_error_class = 'quarantine'
returning id, sink;

--! list_unasked (after_id?)
-- What was blocked without asking the sink; quarantine is freed by a person.
select id
from deliveries
where state = 'blocked' and sink = :sink
    and coalesce(last_error_class, '') not in ('quarantine', 'auth', 'chat_gone', 'config', 'mapping')
    and id > coalesce(:after_id::uuid, '00000000-0000-0000-0000-000000000000')
order by id
limit :rows;

--! list_probes
-- One for each cause that keeps deliveries of the sink blocked: the one that was looked at longest ago. A cause that
-- stays is asked for ever more seldom, after a twentieth of the time it has stood, 50 s at least and 30 min at most.
select (array_agg(id order by updated_at, id))[1] as id
from deliveries
where state = 'blocked' and sink = :sink and last_error_class in ('auth', 'chat_gone', 'config', 'mapping')
group by last_error_class, case when last_error_class in ('config', 'mapping') then last_error end
having :is_start::boolean or max(updated_at) + least(
    greatest((:now::timestamptz - min(created_at)) / 20, interval '50 seconds'), interval '30 minutes'
) <= :now
order by 1;

--! list_blocked_by (error?, after_id?)
-- What one cause keeps blocked; without an error, all of the class.
select id
from deliveries
where state = 'blocked' and sink = :sink and last_error_class = :class
    and (:error::text is null or last_error = :error)
    and id > coalesce(:after_id::uuid, '00000000-0000-0000-0000-000000000000')
order by id
limit :rows;

--! count_open : (oldest_at)
-- Refused: blocked although the sink is there, because it or the settings say no. Unasked: blocked for want of a sink.
select
    sink, state,
    state = 'blocked' and coalesce(last_error_class, '') not in ('quarantine', 'not_configured') as is_refused,
    state = 'blocked' and coalesce(last_error_class, '') = 'not_configured' as is_unasked,
    count(*) as number, min(created_at) as oldest_at
from deliveries
where state <> 'done'
group by 1, 2, 3, 4
order by 1, 2, 3, 4;

--! list_deliveries (state?, sink?, after_at?, after_id?) : ListedRow(next_at?, first_sent_at?, settled_at?, external_id?, mapping_version?, last_error_class?, last_error?)
select
    d.id, d.community_id, d.lead_id, d.sink, d.state, d.attempts, d.next_at, d.first_sent_at, d.settled_at,
    d.external_id, d.mapping_version, d.last_error_class, d.last_error, d.version, d.created_at, d.updated_at,
    l.code
from deliveries d
join leads l on l.id = d.lead_id
where (d.created_at, d.id) < (
        coalesce(:after_at::timestamptz, 'infinity'),
        coalesce(:after_id::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    )
    and (:state::text is null or d.state = :state)
    and (:sink::text is null or d.sink = :sink)
order by d.created_at desc, d.id desc
limit :rows;

--! list_deliveries_of_leads : DeliveryRow
select
    id, community_id, lead_id, sink, state, attempts, next_at, first_sent_at, settled_at, external_id,
    mapping_version, last_error_class, last_error, version, created_at, updated_at
from deliveries
where lead_id = any(:lead_ids)
order by lead_id, sink;

--! list_attempts_of_lead : AttemptRow
select a.delivery_id, a.n, a.started_at, a.ended_at, a.class, a.status, a.request_id, a.excerpt
from delivery_attempts a
join deliveries d on d.id = a.delivery_id
where d.lead_id = :lead_id
order by a.delivery_id, a.n;
