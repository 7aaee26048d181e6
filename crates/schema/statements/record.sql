insert into stoa_journal.applied (migration_set, version, name, up_sha256, down_sha256, duration_ms)
values ($1, $2, $3, $4, $5, $6)
