union all
select 'SA060', null, format('%s.%s', fk.name, fk.columns),
    format('%s.%s has no index: deleting in %s reads all of %s', fk.name, fk.columns, fk.to_name, fk.name)
from fk
where not fk.platform and not exists (
    select from pg_index i where i.indrelid = fk.conrelid and i.indisvalid
        and coalesce(pg_get_expr(i.indpred, i.indrelid) ~ '^\(\w+ IS NOT NULL\)$', true)
        and (i.indkey::int2[])[0:cardinality(fk.conkey) - 1] @> fk.conkey
        and (i.indkey::int2[])[0:cardinality(fk.conkey) - 1] <@ fk.conkey)
union all
select 'SA061', null, r.name, format('%s has no primary key', r.name)
from rel r
where r.relkind in ('r', 'p') and not r.platform and not r.relispartition
    and not exists (select from pg_index i where i.indrelid = r.oid and i.indisprimary)
    and r.relname not in ('alembic_version', 'schema_migrations')
union all
-- A fresh database has not used anything yet: only large indexes of tables that are read count.
select 'SA062', null, i.name, format('%s (%s) was never used since the figures were reset', i.name, pg_size_pretty(pg_relation_size(i.indexrelid)))
from idx i join pg_stat_user_indexes u on u.indexrelid = i.indexrelid join pg_stat_user_tables t on t.relid = i.indrelid
where u.idx_scan = 0 and not i.indisunique and not i.of_key and not i.platform
    and pg_relation_size(i.indexrelid) >= 1048576 and coalesce(t.idx_scan, 0) + t.seq_scan > 100
union all
select 'SA063', null, i.name, format('%s does what %s does already', i.index_name, one.index_name)
from idx i join lateral (
    select o.index_name from idx o
    where o.indrelid = i.indrelid and o.indexrelid <> i.indexrelid and o.indisvalid
        and o.indkey = i.indkey and o.indclass = i.indclass and o.indoption = i.indoption and o.indcollation = i.indcollation
        and coalesce(o.indpred::text, '') = coalesce(i.indpred::text, '')
        and regexp_replace(o.definition, '^.* USING ', '') = regexp_replace(i.definition, '^.* USING ', '')
        and (o.indisunique or not i.indisunique)
        and (o.of_key, o.indisunique, -o.indexrelid::bigint) > (i.of_key, i.indisunique, -i.indexrelid::bigint)
    order by o.of_key desc, o.indexrelid limit 1
) one on true
where not i.platform and not i.of_key
union all
select 'SA064', null, i.name, format('%s is not valid: it is kept up to date and never used, and a UNIQUE one guards nothing', i.name)
from idx i where not i.indisvalid and not i.platform
    -- One that is being built this moment is not valid yet.
    and not exists (select from pg_stat_progress_create_index p where p.index_relid = i.indexrelid)
    and not exists (select from pg_class x where x.oid = i.indexrelid and x.relkind = 'I')
union all
select 'SA065', null, format('%s.%I', r.name, c.conname), format('%I of %s was never checked against the rows that were there', c.conname, r.name)
from pg_constraint c join rel r on r.oid = c.conrelid
where not c.convalidated and c.contype in ('c', 'f') and c.conparentid = 0 and not r.platform
union all
select 'SA066', null, e.extname::text, format('%s is installed into public', e.extname)
from pg_extension e join pg_namespace n on n.oid = e.extnamespace
where n.nspname = 'public' and e.extname not in ('plpgsql', 'pg_cron', 'pgsodium', 'pg_net', 'pgmq', 'pg_graphql')
union all
select 'SA067', null, e.extname::text, format('%s is at %s, and the server has %s', e.extname, e.extversion, a.default_version)
from pg_extension e join pg_available_extensions a on a.name = e.extname where a.default_version <> e.extversion
union all
select 'SA068', null, format('%s.%I', c.name, c.attname), format('%s.%I is of type %s', c.name, c.attname, c.type)
from col c
where not c.platform and c.type in ('regcollation', 'regconfig', 'regdictionary', 'regnamespace', 'regoper', 'regoperator', 'regproc', 'regprocedure')
union all
select 'SA069', null, r.name, format('%s holds %s dead rows beside %s live ones; autovacuum last came %s', r.name, s.n_dead_tup, s.n_live_tup,
    coalesce(to_char(s.last_autovacuum at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC', 'never'))
from rel r join pg_stat_user_tables s on s.relid = r.oid
where not r.platform and s.n_dead_tup > greatest(10000, s.n_live_tup / 2)
union all
select 'SA070', case when used >= 0.9 then 'error' else 'warning' end, q.name,
    format('%s is at %s of %s (%s %%)', q.name, q.at, q.most, round(100 * used, 1))
from (
    select format('%I.%I', s.nspname, c.relname) as name, case when has_sequence_privilege(z.seqrelid, 'USAGE, SELECT') then pg_sequence_last_value(z.seqrelid) end as at,
        least(case when z.seqincrement > 0 then z.seqmax end, case o.atttypid when 'int2'::regtype then 32767 when 'int4'::regtype then 2147483647 end) as most
    from pg_sequence z join pg_class c on c.oid = z.seqrelid join sch s on s.oid = c.relnamespace
        left join lateral (
            select a.atttypid from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
            where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i') and d.refobjsubid > 0 limit 1
        ) o on true
    where not z.seqcycle and not s.platform and z.seqincrement > 0
) q cross join lateral (select q.at::numeric / q.most as used) u
where used >= 0.75
union all
select 'SA071', null, r.rolname::text, format('%s logs in with no limit of connections%s', r.rolname,
    case when r.rolvaliduntil is null then ' and a password that never ends' else '' end)
from pg_roles r
where r.rolcanlogin and not r.rolsuper and r.rolconnlimit = -1 and r.rolname !~ '^pg_'
    and has_database_privilege(r.oid, (select oid from pg_database where datname = current_database()), 'CONNECT')
union all
select 'SA072', null, 'password_encryption', 'new passwords are kept as md5, which is broken'
where current_setting('password_encryption') = 'md5'
union all
select 'SA073', null, format('%s.%I', fk.name, a.attname), format('%s.%I may be empty', fk.name, a.attname)
from fk join pg_attribute a on a.attrelid = fk.conrelid and a.attnum = any (fk.conkey)
where not a.attnotnull and not fk.platform
