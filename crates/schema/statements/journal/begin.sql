insert into stoa_guard.journal (migration_set, version, name, up_sha256, down_sha256, fp_before, state, tool)
values ($1, $2, $3, $4, $5, $6, 'running', $7) returning id
