--: AskedRow()
--: ClaimedRow(request_id?)
--: JobRow(last_error?, error_class?, limit_key?, request_id?, started_at?, finished_at?)

--! insert_job (limit_key?, request_id?) : AskedRow
-- One round trip for the new and for the known. Nothing comes back when another transaction has just made the job: this
-- statement cannot see it yet, the next one can.
with added as (
    insert into ops.job (
        kind, key, payload, priority, run_at, max_attempts, limit_key, limit_most, request_id, created_at
    )
    values (
        :kind, :key, :payload, :priority, :run_at, :max_attempts, :limit_key, :limit_most, :request_id, :now
    )
    on conflict (kind, key) do nothing
    returning id
)
select id, true as is_new, 'ready' as state from added
union all
select id, false as is_new, state from ops.job where kind = :kind and key = :key;

--! insert_jobs (limit_keys[?], request_ids[?])
-- The same for many. In the order of their names, so that two who ask for the same jobs do not wait for one another.
with asked as (
    select * from unnest(
        :kinds::text [], :keys::text [], :payloads::jsonb [], :priorities::smallint [], :run_ats::timestamptz [],
        :max_attempts::smallint [], :limit_keys::text [], :limit_mosts::smallint [], :request_ids::text [],
        :created_ats::timestamptz []
    ) as a (kind, key, payload, priority, run_at, max_attempts, limit_key, limit_most, request_id, created_at)
),
added as (
    insert into ops.job (
        kind, key, payload, priority, run_at, max_attempts, limit_key, limit_most, request_id, created_at
    )
    select kind, key, payload, priority, run_at, max_attempts, limit_key, limit_most, request_id, created_at
    from asked
    order by kind, key
    on conflict (kind, key) do nothing
    returning id, kind, key
)
select id, kind, key, true as is_new, 'ready' as state from added
union all
select j.id, j.kind, j.key, false as is_new, j.state
from ops.job j
where (j.kind, j.key) in (select kind, key from asked);

--! find_asked : AskedRow
select id, false as is_new, state from ops.job where kind = :kind and key = :key;

--! find_progress
select state, attempt from ops.job where kind = :kind and key = :key;

--! revive_job
update ops.job
set state = 'ready', attempt = 0, run_at = :now, last_error = null, error_class = null, finished_at = null
where kind = :kind and key = :key and state in ('done', 'dead') and not stripped;

--! restart_job
-- The same with everything that is needed to do it, also of a job of which only the name is left.
update ops.job
set
    state = 'ready', attempt = 0, run_at = :run_at, payload = :payload, max_attempts = :max_attempts, stripped = false,
    last_error = null, error_class = null, finished_at = null
where kind = :kind and key = :key and (state in ('done', 'dead') or (state = 'cancelled' and stripped));

--! cancel_job
-- A person has done by hand what a dead job was for.
update ops.job
set state = 'cancelled', finished_at = :now
where kind = :kind and key = :key and state = 'dead';

--! list_dead : (last_error?, finished_at?)
select id, kind, key, attempt, last_error, created_at, finished_at
from ops.job
where state = 'dead' and id < :before
order by id desc
limit :rows;

--! claim_jobs : ClaimedRow
-- Jobs whose turn it is, and jobs whose holder has let its lease run out. The latter keep their attempt: the claimer
-- decides what becomes of them. Leases are a matter of the database's clock, turns of the caller's.
-- `quotas[i]` is how many of `kinds[i]` may begin now.
with recursive expired as (
    select id, limit_slot from ops.job
    where state = 'running' and lease_until < now() and kind = any (:kinds)
    order by lease_until
    limit :slots
    for update skip locked
),
asked as (
    select a.kind, a.quota
    from unnest(:kinds::text [], :quotas::bigint []) as a (kind, quota)
    where a.quota > 0 and not exists (select from ops.job_kind k where k.kind = a.kind)
),
-- Each priority that has ready jobs, found by one step into the index.
level (kind, quota, priority) as (
    select
        a.kind,
        a.quota,
        (
            select j.priority from ops.job j
            where j.kind = a.kind and j.state = 'ready'
            order by j.priority
            limit 1
        )
    from asked a
    union all
    select
        l.kind,
        l.quota,
        (
            select j.priority from ops.job j
            where j.kind = l.kind and j.state = 'ready' and j.priority > l.priority
            order by j.priority
            limit 1
        )
    from level l
    where l.priority is not null
),
due as materialized (
    select d.id, d.kind, l.quota, d.limit_key, d.limit_most, d.priority, d.run_at
    from level l
    cross join lateral (
        select j.id, j.kind, j.limit_key, j.limit_most, j.priority, j.run_at
        from ops.job j
        where j.kind = l.kind and j.priority = l.priority and j.state = 'ready' and j.run_at <= :now
            and (
                j.limit_key is null
                or (select count(*) from ops.job r where r.state = 'running' and r.limit_key = j.limit_key) < j.limit_most
            )
        order by j.run_at, j.id
        limit l.quota
        for update of j skip locked
    ) d
    where l.priority is not null
),
ranked as (
    select
        *,
        row_number() over (partition by kind order by priority, run_at, id) as nth_of_kind,
        row_number() over (partition by limit_key order by priority, run_at, id) as nth_of_key
    from due
),
placed as (
    select
        r.id,
        r.priority,
        r.run_at,
        case
            when r.limit_key is null then 0
            else (
                select s.slot
                from generate_series(1, r.limit_most) as s (slot)
                where not exists (
                    select from ops.job held
                    where held.state = 'running' and held.limit_key = r.limit_key and held.limit_slot = s.slot
                )
                order by s.slot
                offset r.nth_of_key - 1
                limit 1
            )
        end as slot
    from ranked r
    where r.nth_of_kind <= r.quota
),
picked as (
    select id, true as expired, limit_slot::int as slot from expired
    union all
    select id, false as expired, slot
    from (select id, slot from placed where slot is not null order by priority, run_at, id limit :slots) as first
)
update ops.job j
set
    state = 'running',
    attempt = j.attempt + case when p.expired then 0 else 1 end,
    owner = :owner,
    lease_until = clock_timestamp() + make_interval(secs => :lease_seconds),
    limit_slot = p.slot,
    mode = case when p.expired then j.mode else 'queue' end,
    started_at = case when p.expired then j.started_at else :now end
from picked p
where j.id = p.id
returning
    j.id, j.kind, j.key, j.payload, j.attempt, j.max_attempts, j.request_id, j.priority, j.run_at, p.expired;

--! next_turn : (next_at?)
-- When the next job of these kinds has its turn, when none has it now.
with recursive level (kind, priority) as (
    select
        a.kind,
        (
            select j.priority from ops.job j
            where j.kind = a.kind and j.state = 'ready'
            order by j.priority
            limit 1
        )
    from unnest(:kinds::text []) as a (kind)
    union all
    select
        l.kind,
        (
            select j.priority from ops.job j
            where j.kind = l.kind and j.state = 'ready' and j.priority > l.priority
            order by j.priority
            limit 1
        )
    from level l
    where l.priority is not null
)
select min(d.run_at) as next_at
from level l
cross join lateral (
    select j.run_at from ops.job j
    where j.kind = l.kind and j.priority = l.priority and j.state = 'ready' and j.run_at > :now
    order by j.run_at, j.id
    limit 1
) d
where l.priority is not null;

--! claim_job : ClaimedRow
-- One job at once, although its turn may be later, unless its limit key has no slot.
with mine as (
    select id, limit_key, limit_most from ops.job
    where kind = :kind and key = :key and state = 'ready'
    for update skip locked
),
placed as (
    select
        m.id,
        case
            when m.limit_key is null then 0
            else (
                select s.slot
                from generate_series(1, m.limit_most) as s (slot)
                where not exists (
                    select from ops.job held
                    where held.state = 'running' and held.limit_key = m.limit_key and held.limit_slot = s.slot
                )
                order by s.slot
                limit 1
            )
        end as slot
    from mine m
)
update ops.job j
set
    state = 'running',
    attempt = j.attempt + 1,
    owner = :owner,
    lease_until = clock_timestamp() + make_interval(secs => :lease_seconds),
    limit_slot = p.slot,
    mode = :mode,
    started_at = :now
from placed p
where j.id = p.id and p.slot is not null
returning
    j.id, j.kind, j.key, j.payload, j.attempt, j.max_attempts, j.request_id, j.priority, j.run_at, false as expired;

--! renew_leases
-- The jobs that are still held by the claim that we know; `owners[i]` belongs to `ids[i]`. Locked in their order, as
-- every statement over many jobs does, so that none waits for another in a circle.
with mine as materialized (
    select j.id, held.owner
    from ops.job j
    inner join unnest(:ids::bigint [], :owners::uuid []) as held (id, owner) on held.id = j.id and held.owner = j.owner
    where j.state = 'running'
    order by j.id
    for update of j
)
update ops.job j
set lease_until = clock_timestamp() + make_interval(secs => :lease_seconds)
from mine
where j.id = mine.id
returning mine.id, mine.owner;

--! settle_jobs (run_ats[?], errors[?], classes[?])
-- The ends of runs. Touches none whose run is no longer the job's own, and names those it has written.
with ended as (
    select * from unnest(
        :ids::bigint [], :owners::uuid [], :attempts::smallint [], :states::text [], :given_backs::smallint [],
        :run_ats::timestamptz [], :outcomes::text [], :errors::text [], :classes::text []
    ) as e (id, owner, attempt, state, given_back, run_at, outcome, error, class)
),
mine as materialized (
    select j.id
    from ops.job j
    inner join ended e on e.id = j.id and e.owner = j.owner and e.attempt = j.attempt
    where j.state = 'running'
    order by j.id
    for update of j
),
settled as (
    update ops.job j
    set
        state = e.state,
        attempt = j.attempt - e.given_back,
        run_at = coalesce(e.run_at, j.run_at),
        owner = null,
        lease_until = null,
        last_error = e.error,
        error_class = e.class,
        finished_at = case when e.state in ('done', 'dead') then :now::timestamptz end
    from ended e
    inner join mine on mine.id = e.id
    where j.id = e.id
    returning j.id, j.started_at, e.owner, e.attempt, e.outcome, e.error
),
noted as (
    insert into ops.job_attempt (job_id, attempt, owner, started_at, ended_at, outcome, error)
    select id, attempt, owner, coalesce(started_at, :now), :now, outcome, error from settled
)
select id, owner from settled;

--! complete_job
-- The good end of a run, written in the transaction of what it did.
with settled as (
    update ops.job
    set state = 'done', owner = null, lease_until = null, last_error = null, error_class = null, finished_at = :now
    where id = :id and state = 'running' and owner = :owner and attempt = :attempt
    returning id, attempt, started_at
)
insert into ops.job_attempt (job_id, attempt, owner, started_at, ended_at, outcome)
select id, attempt, :owner, coalesce(started_at, :now), :now, 'done' from settled;

--! release_jobs
-- A process that stops gives back what it has not finished; the attempts are not counted.
with mine as materialized (
    select j.id, held.owner
    from ops.job j
    inner join unnest(:ids::bigint [], :owners::uuid []) as held (id, owner) on held.id = j.id and held.owner = j.owner
    where j.state = 'running'
    order by j.id
    for update of j
),
released as (
    update ops.job j
    set state = 'ready', attempt = j.attempt - 1, run_at = :now, owner = null, lease_until = null
    from mine
    where j.id = mine.id
    returning j.id, j.attempt, mine.owner, j.started_at
)
insert into ops.job_attempt (job_id, attempt, owner, started_at, ended_at, outcome)
select id, attempt + 1, owner, coalesce(started_at, :now), :now, 'released' from released;

--! queue_depth
select
    (select count(*) from ops.job where state = 'ready' and run_at <= :now) as ready,
    (select count(*) from ops.job where state = 'ready' and run_at > :now) as waiting,
    (select count(*) from ops.job where state = 'running') as running,
    (select count(*) from ops.job where state = 'dead') as dead,
    (
        select coalesce(greatest(extract(epoch from :now::timestamptz - min(run_at)), 0), 0)::bigint
        from ops.job
        where state = 'ready' and run_at <= :now
    ) as oldest_ready_seconds;

--! oldest_of_kind
-- How long the oldest job that is not at its end has been there.
select coalesce(extract(epoch from :now::timestamptz - min(created_at)), 0)::bigint as oldest_seconds
from ops.job
where kind = :kind and state in ('ready', 'running');

--! beat
-- A worker is there and looks at the queue.
insert into ops.worker (id, kinds, started_at, seen_at)
values (:id, :kinds, clock_timestamp(), clock_timestamp())
on conflict (id) do update set kinds = excluded.kinds, seen_at = excluded.seen_at;

--! forget_worker
delete from ops.worker where id = :id;

--! silence_of_kind
-- For how many seconds no worker of a kind has looked at the queue; -1 when there is none.
select coalesce(extract(epoch from clock_timestamp() - max(seen_at)), -1)::float8 as seconds
from ops.worker
where :kind = any (kinds);

--! ring
select pg_notify('stoa_jobs', '') is null as rung;

--! insert_tick
-- False when another process has made the job of that time.
insert into ops.schedule_tick (name, due_at, job_id) values (:name, :due_at, :job_id)
on conflict (name, due_at) do nothing;

--! latest_tick : (due_at?)
select max(due_at) as due_at from ops.schedule_tick where name = :name;

--! list_jobs (state?, kind?, reason?) : JobRow
-- Newest first; `reason` is a part of the text.
select
    id, kind, key, payload, state, priority, run_at, attempt, max_attempts, limit_key, request_id, last_error, error_class,
    mode, stripped, created_at, started_at, finished_at
from ops.job
where
    (:state::text is null or state = :state)
    and (:kind::text is null or kind = :kind)
    and (:reason::text is null or strpos(lower(last_error), lower(:reason)) > 0)
    and id < :before
order by id desc
limit :rows;

--! find_job : JobRow
select
    id, kind, key, payload, state, priority, run_at, attempt, max_attempts, limit_key, request_id, last_error, error_class,
    mode, stripped, created_at, started_at, finished_at
from ops.job
where id = :id;

--! list_attempts : (error?)
select attempt, started_at, ended_at, outcome, error
from ops.job_attempt
where job_id = :id
order by id desc
limit :rows;

--! redrive (kind?, reason?)
-- Dead jobs begin again, with all their attempts.
update ops.job
set state = 'ready', attempt = 0, run_at = :now, last_error = null, error_class = null, finished_at = null
where
    id in (
        select id from ops.job
        where
            state = 'dead'
            and not stripped
            and (:kind::text is null or kind = :kind)
            and (:reason::text is null or strpos(lower(last_error), lower(:reason)) > 0)
        order by id
        limit :rows
        for update skip locked
    );

--! retry_job
-- One job begins again, or has its turn now.
update ops.job
set
    state = 'ready',
    attempt = case when state = 'ready' then attempt else 0 end,
    run_at = :now,
    finished_at = null
where id = :id and state in ('ready', 'dead', 'cancelled') and not stripped;

--! stop_job
-- A job that does not run is put away.
update ops.job
set state = 'cancelled', finished_at = :now
where id = :id and state in ('ready', 'dead');

--! pause_kind
insert into ops.job_kind (kind, paused_at, paused_by, reason)
values (:kind, :now, :by, :reason)
on conflict (kind) do update set paused_by = excluded.paused_by, reason = excluded.reason;

--! resume_kind
delete from ops.job_kind where kind = :kind;

--! list_paused
select kind, paused_at, paused_by, reason from ops.job_kind order by kind;

--! strip_done
-- Of what was done long ago the name stays, and nothing else: it keeps the same from being done again.
with old as (
    select id from ops.job
    where state in ('done', 'cancelled') and not stripped and finished_at < :before and kind <> all (:forgotten)
    order by finished_at
    limit :rows
    for update skip locked
),
attempts as (
    delete from ops.job_attempt a using old where a.job_id = old.id
)
update ops.job j
set stripped = true, payload = 'null', last_error = null, request_id = null
from old
where j.id = old.id;

--! strip_dead
-- A dead job is kept longer, because a person may still want it.
with old as (
    select id from ops.job
    where state = 'dead' and not stripped and finished_at < :before and kind <> all (:forgotten)
    order by finished_at
    limit :rows
    for update skip locked
),
attempts as (
    delete from ops.job_attempt a using old where a.job_id = old.id
)
update ops.job j
set stripped = true, state = 'cancelled', payload = 'null', request_id = null
from old
where j.id = old.id;

--! delete_old
-- Kinds whose names mean nothing later, such as a schedule's.
delete from ops.job
where id in (
    select id from ops.job
    where state in ('done', 'dead', 'cancelled') and not stripped and finished_at < :before and kind = any (:forgotten)
    order by finished_at
    limit :rows
    for update skip locked
);

--! delete_ticks
delete from ops.schedule_tick t
where
    t.due_at < :before
    and exists (select from ops.schedule_tick later where later.name = t.name and later.due_at > t.due_at);

--! delete_workers
delete from ops.worker where seen_at < clock_timestamp() - interval '1 hour';
