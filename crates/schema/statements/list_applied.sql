select version, name, up_sha256, down_sha256 from stoa_journal.applied where migration_set = $1 order by version
