-- One probe for each table and each definer function: it must be refused when run outside a scope.
select format('select from %s limit 1', c.oid::regclass) as probe
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p')
  and n.nspname not in ('pg_catalog', 'information_schema')
union all
select format('select %s(%s)', p.oid::regproc,
    (select coalesce(string_agg(format('null::%s', format_type(t, null)), ', '), '') from unnest(p.proargtypes) t))
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
where p.prosecdef and p.prokind = 'f' and n.nspname not in ('pg_catalog', 'information_schema')
