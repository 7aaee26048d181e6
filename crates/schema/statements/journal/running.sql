select migration_set, version, name from stoa_guard.journal where state = 'running'
