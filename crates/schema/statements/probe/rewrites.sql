select format('%I.%I', n.nspname, c.relname), c.relfilenode
from unnest($1::oid[], $2::oid[]) as b (oid, node) join pg_class c on c.oid = b.oid join pg_namespace n on n.oid = c.relnamespace
where c.relfilenode <> b.node and c.relkind in ('r', 'm')
order by 1
