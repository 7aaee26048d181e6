select coalesce(array_agg(c.oid order by c.oid), '{}'), coalesce(array_agg(c.relfilenode order by c.oid), '{}')
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'm') and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'stoa_guard')
