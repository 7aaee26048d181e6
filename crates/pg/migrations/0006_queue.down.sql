revoke delete on ops.job, ops.job_attempt from service_role;

drop table ops.schedule_tick;
drop table ops.worker;
drop table ops.job_kind;

drop index ops.job_finished;
drop index ops.job_ready;
create index job_ready on ops.job (priority, run_at, id) where state = 'ready';
drop index ops.job_limit;
create unique index job_limit on ops.job (limit_key) where state = 'running' and limit_key is not null;

alter table ops.job
    drop column stripped,
    drop column mode,
    drop column error_class,
    drop column limit_slot,
    drop column limit_most;
