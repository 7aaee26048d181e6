select pg_advisory_unlock(hashtextextended('stoa_guard ' || current_database(), 0))
