-- Work that must happen although the process that wanted it may die: a row, written with the change that needs it.
create table ops.job (
    id bigint generated always as identity primary key,
    kind text not null check (length(kind) between 1 and 100),
    key text not null check (length(key) between 1 and 300),
    payload jsonb not null,
    state text not null default 'ready' check (state in ('ready', 'running', 'done', 'dead', 'cancelled')),
    -- Smaller goes first.
    priority smallint not null default 0,
    run_at timestamptz not null,
    -- Counted when a run begins, so that a run that kills its process counts too.
    attempt smallint not null default 0 check (attempt >= 0),
    max_attempts smallint not null check (max_attempts > 0),
    -- One claim of this job. A run writes only while it is still its own.
    owner uuid,
    lease_until timestamptz,
    -- Of the jobs with one limit key, one runs at a time.
    limit_key text,
    request_id text,
    last_error text,
    created_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz,
    -- Held for ever: what was done once under a key is not done again.
    constraint job_kind_key unique (kind, key),
    constraint job_lease check ((state = 'running') = (owner is not null and lease_until is not null))
) with (fillfactor = 75, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

create index job_ready on ops.job (priority, run_at, id) where state = 'ready';
create index job_lease on ops.job (lease_until) where state = 'running';
create index job_dead on ops.job (finished_at) where state = 'dead';
create unique index job_limit on ops.job (limit_key) where state = 'running' and limit_key is not null;

-- What became of each run; only ever added to.
create table ops.job_attempt (
    id bigint generated always as identity primary key,
    job_id bigint not null references ops.job (id) on delete cascade,
    attempt smallint not null,
    owner uuid not null,
    started_at timestamptz not null,
    ended_at timestamptz not null,
    outcome text not null check (outcome in ('done', 'retry', 'dead', 'deferred', 'released', 'lost')),
    error text
);

create index job_attempt_job on ops.job_attempt (job_id, id);

alter table ops.job enable row level security;
alter table ops.job force row level security;
alter table ops.job_attempt enable row level security;
alter table ops.job_attempt force row level security;

create policy job_service on ops.job to service_role using (true) with check (true);
create policy job_attempt_service on ops.job_attempt to service_role using (true) with check (true);

grant select, insert, update on ops.job to service_role;
grant select, insert on ops.job_attempt to service_role;
