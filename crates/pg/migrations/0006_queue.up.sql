-- Some things may run several at once: each run holds one of the slots of its limit key, from 1.
alter table ops.job
    add column limit_most smallint not null default 1,
    add column limit_slot smallint not null default 0,
    add constraint job_limit_most check (limit_most between 1 and 1000),
    -- Why it is not done: may pass by itself, never will, could not be tried, or nobody knows what became of the run.
    add column error_class text,
    add constraint job_error_class check (error_class in ('transient', 'permanent', 'deferred', 'lost')),
    -- How the latest run came about: a worker's, the caller's own, or the caller's because no worker was there.
    add column mode text not null default 'queue',
    add constraint job_mode check (mode in ('queue', 'direct', 'fallback')),
    -- What was needed to do it is removed; that it was done stays, so that it is never done again.
    add column stripped boolean not null default false;

drop index ops.job_limit;
create unique index job_limit on ops.job (limit_key, limit_slot) where state = 'running' and limit_key is not null;

-- A claim steps from kind to kind and priority to priority, so neither jobs of other kinds nor those of later turns are
-- read on the way.
drop index ops.job_ready;
create index job_ready on ops.job (kind, priority, run_at, id) where state = 'ready';

create index job_finished on ops.job (finished_at) where state in ('done', 'dead', 'cancelled') and not stripped;

-- Kinds that somebody has stopped for a while.
create table ops.job_kind (
    kind text primary key,
    paused_at timestamptz not null,
    paused_by text not null,
    reason text not null
);

-- Which workers looked at the queue, and when; by the database's clock, since others compare it.
create table ops.worker (
    id uuid primary key,
    kinds text [] not null,
    started_at timestamptz not null,
    seen_at timestamptz not null
);

-- Whoever writes the row first makes the job of that time; everybody else sees that it is made.
create table ops.schedule_tick (
    name text not null check (length(name) between 1 and 80),
    due_at timestamptz not null,
    job_id bigint not null,
    primary key (name, due_at)
);

alter table ops.job_kind enable row level security;
alter table ops.job_kind force row level security;
alter table ops.worker enable row level security;
alter table ops.worker force row level security;
alter table ops.schedule_tick enable row level security;
alter table ops.schedule_tick force row level security;

create policy job_kind_service on ops.job_kind to service_role using (true) with check (true);
create policy worker_service on ops.worker to service_role using (true) with check (true);
create policy schedule_tick_service on ops.schedule_tick to service_role using (true) with check (true);

grant select, insert, update, delete on ops.job_kind, ops.worker to service_role;
grant select, insert, delete on ops.schedule_tick to service_role;
grant delete on ops.job, ops.job_attempt to service_role;
