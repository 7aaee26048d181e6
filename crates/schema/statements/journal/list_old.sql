select 0::bigint as id, version::bigint, name, up_sha256, down_sha256, null::text as fp_before, null::text as fp_after,
    'applied' as state, false as going_down,
    to_char(applied_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as started_at, duration_ms as ms, '' as db_user,
    '' as host, 'stoa_journal' as tool
from stoa_journal.applied where migration_set = $1 order by version
