-- Rows that a policy hides must be an error here, not a shorter list.
set local row_security = off;
insert into stoa_guard.journal (migration_set, version, name, up_sha256, down_sha256, state, started_at, ms, tool)
select migration_set, version, name, up_sha256, down_sha256, 'applied', applied_at, duration_ms, 'stoa_journal'
from stoa_journal.applied order by applied_at, migration_set, version;
drop table stoa_journal.applied;
drop schema stoa_journal;
