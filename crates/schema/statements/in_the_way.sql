select format('process %s of %s (%s), in a transaction for %s s', pid, usename, state,
    extract(epoch from clock_timestamp() - xact_start)::int)
from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null
order by xact_start limit 3
