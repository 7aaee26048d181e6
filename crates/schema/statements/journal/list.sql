select id, version, name, up_sha256, down_sha256, fp_before, fp_after, state, going_down,
    to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as started_at, ms, db_user, host, tool
from stoa_guard.journal where migration_set = $1 order by id
