delete from stoa_journal.applied where migration_set = $1 and version = $2
