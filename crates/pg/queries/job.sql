--: ClaimedRow(request_id?)

--! insert_job (limit_key?, request_id?)
insert into ops.job (kind, key, payload, priority, run_at, max_attempts, limit_key, request_id, created_at)
values (:kind, :key, :payload, :priority, :run_at, :max_attempts, :limit_key, :request_id, :now)
on conflict (kind, key) do nothing
returning id;

--! find_job_id
select id from ops.job where kind = :kind and key = :key;

--! revive_job
update ops.job
set state = 'ready', attempt = 0, run_at = :now, last_error = null, finished_at = null
where kind = :kind and key = :key and state in ('done', 'dead');

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
with expired as (
    select id from ops.job
    where state = 'running' and lease_until < now() and kind = any (:kinds)
    order by lease_until
    limit :slots
    for update skip locked
),
due as materialized (
    select j.id, j.limit_key, j.priority, j.run_at
    from ops.job j
    where j.state = 'ready' and j.run_at <= :now and j.kind = any (:kinds)
        and (
            j.limit_key is null
            or not exists (select 1 from ops.job r where r.state = 'running' and r.limit_key = j.limit_key)
        )
    order by j.priority, j.run_at, j.id
    limit :slots
    for update skip locked
),
first_of_key as (
    select
        id,
        limit_key is null
        or row_number() over (partition by limit_key order by priority, run_at, id) = 1 as goes
    from due
),
picked as (
    select id, true as expired from expired
    union all
    select id, false from first_of_key where goes
)
update ops.job j
set
    state = 'running',
    attempt = j.attempt + case when p.expired then 0 else 1 end,
    owner = :owner,
    lease_until = clock_timestamp() + make_interval(secs => :lease_seconds),
    started_at = case when p.expired then j.started_at else :now end
from picked p
where j.id = p.id
returning j.id, j.kind, j.key, j.payload, j.attempt, j.max_attempts, j.request_id, p.expired;

--! claim_job : ClaimedRow
-- One job at once, although its turn may be later.
update ops.job j
set
    state = 'running',
    attempt = j.attempt + 1,
    owner = :owner,
    lease_until = clock_timestamp() + make_interval(secs => :lease_seconds),
    started_at = :now
where j.id = (
    select id from ops.job where kind = :kind and key = :key and state = 'ready' for update skip locked
)
returning j.id, j.kind, j.key, j.payload, j.attempt, j.max_attempts, j.request_id, false as expired;

--! renew_leases
-- The jobs that are still held by the claim that we know; `owners[i]` belongs to `ids[i]`.
update ops.job j
set lease_until = clock_timestamp() + make_interval(secs => :lease_seconds)
from unnest(:ids::bigint[], :owners::uuid[]) as held (id, owner)
where j.id = held.id and j.owner = held.owner and j.state = 'running'
returning held.id, held.owner;

--! settle_job (run_at?, error?)
-- The end of one run. Touches nothing when the run is no longer the job's own.
with settled as (
    update ops.job
    set
        state = :state,
        attempt = attempt - :given_back,
        run_at = coalesce(:run_at, run_at),
        owner = null,
        lease_until = null,
        last_error = :error,
        finished_at = case when :state in ('done', 'dead') then :now::timestamptz end
    where id = :id and state = 'running' and owner = :owner and attempt = :attempt
    returning id, started_at
)
insert into ops.job_attempt (job_id, attempt, owner, started_at, ended_at, outcome, error)
select id, :attempt, :owner, coalesce(started_at, :now), :now, :outcome, :error from settled;

--! release_jobs
-- A process that stops gives back what it has not finished; the attempts are not counted.
with released as (
    update ops.job j
    set state = 'ready', attempt = j.attempt - 1, run_at = :now, owner = null, lease_until = null
    from unnest(:ids::bigint[], :owners::uuid[]) as held (id, owner)
    where j.id = held.id and j.owner = held.owner and j.state = 'running'
    returning j.id, j.attempt, held.owner, j.started_at
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
