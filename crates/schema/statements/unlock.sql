select pg_advisory_unlock(hashtextextended('stoa_journal', 0))
