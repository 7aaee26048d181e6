select pg_try_advisory_lock(hashtextextended('stoa_journal', 0))
