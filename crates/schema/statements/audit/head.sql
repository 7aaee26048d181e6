-- What stands in the catalogs, and who gets there: read with an empty search path. $1 holds the settings: profile, schemas,
-- app_roles, identity_table. Rights are what the server would grant, membership, PUBLIC, columns and schemas included.
with
said as materialized (
    select $1::jsonb ->> 'profile' as profile, $1::jsonb ->> 'identity_table' as identity_table,
        array(select jsonb_array_elements_text($1::jsonb -> 'schemas')) as schemas,
        array(select jsonb_array_elements_text($1::jsonb -> 'app_roles')) as app_roles
),
sch as materialized (
    select n.oid, n.nspname, n.nspowner, n.nspname = any (said.schemas) as exposed,
        -- What a hosted platform keeps for itself is its own to judge.
        said.profile = 'supabase' and n.nspname in ('auth', 'storage', 'realtime', 'vault', 'graphql', 'graphql_public',
            'extensions', 'pgbouncer', 'pgsodium', 'pgsodium_masks', 'supabase_functions', 'supabase_migrations', 'net',
            'cron', '_realtime', '_analytics') as platform
    from pg_namespace n, said
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
),
ext as materialized (select classid, objid from pg_depend where deptype = 'e'),
-- Roles in which people come, the widest first.
client as materialized (
    select 'public'::name as role, 0::oid as oid, 0 as rank, true as stranger
    union all
    select r.rolname, r.oid, case when r.rolname in ('anon', 'anonymous', 'web_anon') then 1
            else 1 + array_position(said.app_roles, r.rolname::text) end,
        r.rolname in ('anon', 'anonymous', 'web_anon')
    from pg_roles r, said
    where (r.rolname in ('anon', 'anonymous', 'web_anon') or r.rolname = any (said.app_roles)) and not r.rolsuper
),
rel as materialized (
    select c.oid, c.relname, c.relkind, c.relrowsecurity as rls, c.relforcerowsecurity as forced, c.relowner, c.relacl,
        c.relispartition, c.reloptions, s.nspname, s.oid as sch, s.exposed, s.platform, format('%I.%I', s.nspname, c.relname) as name
    from pg_class c join sch s on s.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f')
        and not exists (select from ext e where e.classid = 'pg_class'::regclass and e.objid = c.oid)
),
may as materialized (
    select r.oid, k.role, k.rank, k.stranger, k.oid as role_oid, p.reads, p.inserts, p.updates, p.deletes, p.truncates
    from rel r cross join client k cross join lateral (
        select has_any_column_privilege(k.role, r.oid, 'SELECT') as reads,
            has_any_column_privilege(k.role, r.oid, 'INSERT') as inserts,
            has_any_column_privilege(k.role, r.oid, 'UPDATE') as updates,
            has_table_privilege(k.role, r.oid, 'DELETE') as deletes,
            has_table_privilege(k.role, r.oid, 'TRUNCATE') as truncates
    ) p
    where has_schema_privilege(k.role, r.sch, 'USAGE')
        and (p.reads or p.inserts or p.updates or p.deletes or p.truncates)
),
reach as materialized (
    select oid, (array_agg(role order by rank))[1] as role, bool_or(reads) as reads,
        bool_or(inserts or updates or deletes or truncates) as writes,
        'reachable by ' || (array_agg(case role when 'public' then 'PUBLIC' else role::text end order by rank))[1] as words
    from may group by oid
),
col as materialized (
    select a.attrelid, a.attnum, a.attname, a.attnotnull, a.atttypid, format_type(a.atttypid, null) as type, r.name, r.relkind,
        r.oid, r.nspname, r.relname, r.platform, r.rls
    from pg_attribute a join rel r on r.oid = a.attrelid
    where a.attnum > 0 and not a.attisdropped and r.relkind in ('r', 'p', 'f')
),
pol as materialized (
    select p.oid, p.polname, p.polrelid, p.polpermissive, p.polcmd, p.polroles, r.name, r.rls, r.platform,
        format('%s.%I', r.name, p.polname) as object, p.polqual::text as qual_tree, p.polwithcheck::text as check_tree,
        lower(pg_get_expr(p.polqual, p.polrelid)) as qual, lower(pg_get_expr(p.polwithcheck, p.polrelid)) as checks,
        p.polcmd <> 'r' as writes,
        array(select k.role from client k where k.oid = any (p.polroles) order by k.rank) as clients,
        exists (select from client k where k.stranger and k.oid = any (p.polroles)) as for_strangers
    from pg_policy p join rel r on r.oid = p.polrelid
),
fk as materialized (
    select c.oid, c.conname, c.conrelid, c.confrelid, c.conkey, c.confkey, c.convalidated, t.name, t.nspname, t.relname,
        t.platform, f.relname as to_relname, n.nspname as to_nspname, format('%I.%I', n.nspname, f.relname) as to_name,
        (select string_agg(a.attname, ', ' order by k.pos) from unnest(c.conkey) with ordinality k (num, pos)
            join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.num) as columns,
        (select string_agg(a.attname, ', ' order by k.pos) from unnest(c.confkey) with ordinality k (num, pos)
            join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.num) as to_columns,
        pg_get_constraintdef(c.oid) as definition
    from pg_constraint c join rel t on t.oid = c.conrelid join pg_class f on f.oid = c.confrelid
        join pg_namespace n on n.oid = f.relnamespace
    where c.contype = 'f' and c.conparentid = 0
),
-- Relations that a view reads, through other views too.
below as materialized (
    with recursive reads as (
        select w.ev_class as view, d.refobjid as oid, 1 as depth
        from pg_rewrite w join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid
            and d.refclassid = 'pg_class'::regclass and d.refobjid <> w.ev_class
        where w.rulename = '_RETURN'
        union
        select b.view, d.refobjid, b.depth + 1
        from reads b join pg_class v on v.oid = b.oid and v.relkind in ('v', 'm')
            join pg_rewrite w on w.ev_class = v.oid and w.rulename = '_RETURN'
            join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid
                and d.refclassid = 'pg_class'::regclass and d.refobjid <> w.ev_class
        where b.depth < 8
    )
    select distinct view, oid from reads
),
idx as materialized (
    select i.*, t.name as table_name, t.platform, t.oid as table_oid, x.relname as index_name, format('%I.%I', t.nspname, x.relname) as name,
        pg_get_indexdef(i.indexrelid) as definition,
        exists (select from pg_constraint c where c.conindid = i.indexrelid and c.contype in ('p', 'u', 'x')) as of_key
    from pg_index i join rel t on t.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
),
fun as materialized (
    select p.*, s.nspname, s.exposed, s.platform, l.lanname, format('%I.%I', s.nspname, p.proname) as short,
        format('%I.%I(%s)', s.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) as name
    from pg_proc p join sch s on s.oid = p.pronamespace join pg_language l on l.oid = p.prolang
    where not exists (select from ext e where e.classid = 'pg_proc'::regclass and e.objid = p.oid)
        and not s.platform and p.prokind in ('f', 'p')
),
-- Rights on relations as they are written down for one of the client roles.
acl as materialized (
    select r.oid, k.role, k.stranger, r.name, r.relkind, r.rls, r.sch, string_agg(lower(a.privilege_type), ', ' order by a.privilege_type) as privileges,
        bool_or(a.privilege_type in ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE')) as writes
    from rel r cross join lateral aclexplode(r.relacl) a join client k on k.oid = a.grantee
    where not r.platform and a.grantee <> r.relowner
    group by r.oid, k.role, k.stranger, r.name, r.relkind, r.rls, r.sch
)
