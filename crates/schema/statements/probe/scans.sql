select format('%I.%I', schemaname, relname), seq_tup_read from pg_stat_xact_user_tables
where seq_tup_read > 0 and relid = any ($1::oid[])
order by 1
