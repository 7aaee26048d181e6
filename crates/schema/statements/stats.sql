-- Sizes as the server estimates them: nothing is counted. A table that was never analysed has the rows that were written.
select n.nspname || '.' || c.relname, c.relkind::text,
    case when c.relkind = 'p' then (
            select coalesce(sum(greatest(l.reltuples, 0)), 0) from pg_partition_tree(c.oid) t join pg_class l on l.oid = t.relid
            where t.isleaf and l.oid <> c.oid)
        else greatest(c.reltuples, coalesce(s.n_live_tup, 0)) end::float8,
    case when c.relkind = 'p' then (select coalesce(sum(pg_total_relation_size(t.relid)), 0) from pg_partition_tree(c.oid) t where t.isleaf)
        else pg_total_relation_size(c.oid) end::bigint,
    coalesce(s.n_tup_ins + s.n_tup_upd + s.n_tup_del, 0)::bigint, coalesce(s.seq_scan, 0)::bigint, coalesce(s.idx_scan, 0)::bigint
from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_stat_user_tables s on s.relid = c.oid
where c.relkind in ('r', 'p', 'm') and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'stoa_guard')
order by 1
