-- One probe for each table: it must be refused when run outside a scope.
select format('select from %s limit 1', c.oid::regclass) as probe
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p')
  and n.nspname not in ('pg_catalog', 'information_schema')
