select migration_set, max(version) as version
from stoa_guard.journal
where state in ('applied', 'verified_stamp')
group by migration_set
