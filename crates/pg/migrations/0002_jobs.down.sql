drop table ops.job_attempt;
drop table ops.job;
