update stoa_guard.journal set state = 'running', going_down = true
where migration_set = $1 and version = $2 and state in ('applied', 'verified_stamp') returning id
