select pg_try_advisory_lock(hashtextextended('stoa_guard ' || current_database(), 0)), pg_backend_pid()
