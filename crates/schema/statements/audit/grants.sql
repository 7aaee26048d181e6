union all
-- With row-level security on, a grant opens what the policies open and no more; TRUNCATE asks none of them.
select case a.role when 'public' then 'SA041' else 'SA040' end,
    case when not has_schema_privilege(a.role, a.sch, 'USAGE') then 'info'
        when a.relkind in ('r', 'p') and a.rls and not a.writes then 'info'
        when a.relkind in ('r', 'p') and a.rls and not exists (
            select from pol p where p.polrelid = a.oid and p.for_strangers and p.polpermissive) then 'warning'
        else 'error' end,
    a.name, format('gives %s %s on %s%s', case a.role when 'public' then 'PUBLIC' else a.role end, upper(a.privileges), a.name,
        case when not has_schema_privilege(a.role, a.sch, 'USAGE') then ', in a schema it cannot enter'
            when a.rls and not exists (select from pol p where p.polrelid = a.oid and p.for_strangers and p.polpermissive)
                then '; no policy gives it a row' else '' end)
from acl a where a.stranger
union all
select 'SA042', null, format('%s in %s', coalesce(k.role, '?'), coalesce(quote_ident(n.nspname), 'every schema')),
    format('every %4$s that %2$s makes from now on in %3$s is reachable by %1$s', case k.role when 'public' then 'PUBLIC' else k.role end,
        pg_get_userbyid(d.defaclrole), coalesce(quote_ident(n.nspname), 'every schema'),
        case d.defaclobjtype when 'r' then 'table' else 'function' end)
from pg_default_acl d cross join lateral aclexplode(d.defaclacl) a join client k on k.oid = a.grantee and k.stranger
    left join pg_namespace n on n.oid = d.defaclnamespace
where d.defaclobjtype = 'r' or d.defaclobjtype = 'f' and k.oid <> 0
group by d.oid, d.defaclobjtype, k.role, n.nspname, d.defaclrole
union all
select 'SA043', null, f.short, format('%s runs with the rights of %s; reachable by %s', f.name, pg_get_userbyid(f.proowner),
    (select string_agg(case k.role when 'public' then 'PUBLIC' else k.role end, ', ' order by k.rank) from client k
        where has_function_privilege(k.role, f.oid, 'EXECUTE') and has_schema_privilege(k.role, f.pronamespace, 'USAGE')))
from fun f
where f.prosecdef and f.exposed and f.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
    and exists (select from client k where has_function_privilege(k.role, f.oid, 'EXECUTE') and has_schema_privilege(k.role, f.pronamespace, 'USAGE'))
union all
select 'SA044', case when f.prosecdef then 'error' else 'warning' end, f.short,
    format('%s %s', f.name, case when f.prosecdef then 'runs with its owner''s rights and the caller''s search path' else 'takes its caller''s search path' end)
from fun f
where f.lanname not in ('c', 'internal') and f.prosqlbody is null
    and not exists (select from unnest(f.proconfig) s where s like 'search_path=%' and not (f.prosecdef and s like '%$user%'))
union all
select 'SA045', null, r.name, format('%s passes by the policies of %s; %s', r.name, t.name, h.words)
from rel r join reach h on h.oid = r.oid join lateral (
    select o.name from below b join rel o on o.oid = b.oid where b.view = r.oid and o.rls and o.relkind in ('r', 'p') order by o.name limit 1
) t on true
where r.relkind = 'v' and not r.platform and not coalesce(r.reloptions && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], false)
union all
select case r.relkind when 'm' then 'SA046' else 'SA047' end, null, r.name,
    format('%s is %s%s', r.name, h.words, case r.relkind when 'm' then ', whole' else '' end)
from rel r join reach h on h.oid = r.oid where r.relkind in ('m', 'f') and h.reads and not r.platform
union all
select 'SA048', null, quote_ident(s.nspname), format('%1$s may create objects in %2$s; reachable by %1$s', case k.role when 'public' then 'PUBLIC' else k.role end, quote_ident(s.nspname))
from sch s join client k on has_schema_privilege(k.role, s.oid, 'CREATE')
where not s.platform
    -- What everybody may do, each role may: it is said once.
    and (k.oid = 0 or not has_schema_privilege('public', s.oid, 'CREATE'))
union all
-- Queue tables of pgmq belong to its extension, so they are looked up past the list of one's own relations.
select 'SA049', null, format('%I.%I', s.nspname, c.relname), format('the queue %I.%I has no row-level security; %s', s.nspname, c.relname,
    (select 'reachable by ' || case k.role when 'public' then 'PUBLIC' else k.role end from client k
        where has_schema_privilege(k.role, s.oid, 'USAGE') and has_table_privilege(k.role, c.oid, 'SELECT, INSERT, UPDATE, DELETE') order by k.rank limit 1))
from pg_class c join sch s on s.oid = c.relnamespace
where c.relkind in ('r', 'p') and not c.relrowsecurity
    and (s.nspname = 'pgmq' and c.relname ~ '^[qa]_' or c.relname ~ '(^|_)(queue|outbox|job|jobs)$')
    and exists (select from client k where has_schema_privilege(k.role, s.oid, 'USAGE') and has_table_privilege(k.role, c.oid, 'SELECT, INSERT, UPDATE, DELETE'))
union all
select 'SA050', null, p.object, 'lets everybody list the bucket'
from pol p
where p.name = 'storage.objects' and p.polcmd in ('r', '*') and p.clients <> '{}' and p.polpermissive
    and p.qual ~ '^\(?bucket_id = ''[^'']+''(::text)?\)?$'
union all
select 'SA051', null, r.name, format('pg_graphql shows %s and its columns; %s', r.name, h.words)
from rel r join reach h on h.oid = r.oid
where h.reads and r.exposed and not r.platform and exists (select from pg_extension where extname = 'pg_graphql')
union all
select 'SA052', null, r.name, format('%s keeps the versions and is %s', r.name, h.words)
from rel r join reach h on h.oid = r.oid
where r.relkind in ('r', 'p', 'v') and (r.nspname in ('stoa_guard', 'stoa_journal', 'supabase_migrations') or r.relname in ('alembic_version',
    '_sqlx_migrations', 'schema_migrations', 'flyway_schema_history', 'databasechangelog', 'django_migrations', 'knex_migrations',
    'goose_db_version', 'refinery_schema_history'))
