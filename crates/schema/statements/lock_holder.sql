select l.pid, coalesce(a.usename, '?')::text, coalesce(a.application_name, '')
from pg_locks l left join pg_stat_activity a on a.pid = l.pid,
    (select hashtextextended('stoa_guard ' || current_database(), 0) as key) k
where l.locktype = 'advisory' and l.granted and l.objsubid = 1
    and l.database = (select oid from pg_database where datname = current_database())
    and (l.classid::bigint << 32 | l.objid::bigint) = k.key
