-- What would mend a finding, with its way back, in the order in which it is to be run. Nothing here touches a row.
select stage, rule, object, up, down from (
    -- A policy over everything that says "service role" and means PUBLIC.
    select 0 as stage, 'SA005' as rule, p.object, format('alter policy %I on %s to service_role;', p.polname, p.name) as up,
        format('alter policy %I on %s to public;', p.polname, p.name) as down
    from pol p
    where p.polroles = '{0}' and not p.platform and 'true' in (p.qual, p.checks) and exists (select from pg_roles where rolname = 'service_role')
    union all
    -- Servers keep what they have; people get nothing until somebody writes what they are to get.
    select 0, 'SA001', r.name, format('create policy %I on %s to %I using (true) with check (true);', 'keep_' || w.rolname, r.name, w.rolname),
        format('drop policy %I on %s;', 'keep_' || w.rolname, r.name)
    from rel r join reach h on h.oid = r.oid join pg_roles w on w.oid in (select a.grantee from aclexplode(r.relacl) a)
    where r.relkind in ('r', 'p') and not r.rls and not r.platform and not exists (select from pg_policy p where p.polrelid = r.oid)
        and w.oid <> r.relowner and not w.rolsuper and not w.rolbypassrls and w.oid not in (select k.oid from client k)
    union all
    select 1, case when exists (select from pg_policy p where p.polrelid = r.oid) then 'SA002' else 'SA001' end, r.name,
        format('alter table %s enable row level security;', r.name), format('alter table %s disable row level security;', r.name)
    from rel r left join reach h on h.oid = r.oid
    where r.relkind in ('r', 'p') and not r.rls and not r.platform
        and (h.oid is not null or exists (select from pg_policy p where p.polrelid = r.oid))
    union all
    select 2, 'SA011', r.name, format('alter table %s force row level security;', r.name), format('alter table %s no force row level security;', r.name)
    from rel r join pg_roles o on o.oid = r.relowner
    where r.relkind in ('r', 'p') and r.rls and not r.forced and not r.platform and r.nspname not in ('stoa_guard', 'stoa_journal')
        and not o.rolsuper and not o.rolbypassrls
        and (o.rolcanlogin or exists (select from client k where k.oid <> 0 and pg_has_role(k.role, r.relowner, 'MEMBER')))
    union all
    select 3, case when a.role = 'public' then 'SA041' when a.stranger then 'SA040' when a.relkind = 'm' then 'SA046' when a.relkind = 'f' then 'SA047' else 'SA052' end,
        a.name, format('revoke %s on %s from %s;', a.privileges, a.name, case a.role when 'public' then 'public' else quote_ident(a.role) end),
        format('grant %s on %s to %s;', a.privileges, a.name, case a.role when 'public' then 'public' else quote_ident(a.role) end)
    from acl a join rel r on r.oid = a.oid
    where a.stranger and (a.writes or not (a.relkind in ('r', 'p') and a.rls)) or a.relkind in ('m', 'f')
        or r.relname in ('alembic_version', '_sqlx_migrations', 'schema_migrations', 'flyway_schema_history', 'databasechangelog',
            'django_migrations', 'knex_migrations', 'goose_db_version', 'refinery_schema_history')
    union all
    select 3, 'SA042', coalesce(quote_ident(n.nspname), '*'),
        format('alter default privileges for role %I%s revoke %s on tables from %s;', pg_get_userbyid(d.defaclrole),
            coalesce(format(' in schema %I', n.nspname), ''), string_agg(lower(a.privilege_type), ', ' order by a.privilege_type),
            case k.role when 'public' then 'public' else quote_ident(k.role) end),
        format('alter default privileges for role %I%s grant %s on tables to %s;', pg_get_userbyid(d.defaclrole),
            coalesce(format(' in schema %I', n.nspname), ''), string_agg(lower(a.privilege_type), ', ' order by a.privilege_type),
            case k.role when 'public' then 'public' else quote_ident(k.role) end)
    from pg_default_acl d cross join lateral aclexplode(d.defaclacl) a join client k on k.oid = a.grantee and k.stranger
        left join pg_namespace n on n.oid = d.defaclnamespace
    where d.defaclobjtype = 'r' group by d.oid, k.role, n.nspname, d.defaclrole
    union all
    select 3, 'SA048', quote_ident(s.nspname),
        format('revoke create on schema %I from %s;', s.nspname, case k.role when 'public' then 'public' else quote_ident(k.role) end),
        format('grant create on schema %I to %s;', s.nspname, case k.role when 'public' then 'public' else quote_ident(k.role) end)
    from sch s join pg_namespace n on n.oid = s.oid cross join lateral aclexplode(n.nspacl) a join client k on k.oid = a.grantee
    where a.privilege_type = 'CREATE' and not s.platform
    union all
    -- The server's roles keep the function, by name.
    select 4, 'SA043', f.short, format('revoke execute on function %s from %s;%s', f.name,
            (select string_agg(case k.role when 'public' then 'public' else quote_ident(k.role) end, ', ' order by k.rank) from client k
                where k.oid in (select a.grantee from aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a)),
            case when service.there then format(' grant execute on function %s to service_role;', f.name) else '' end),
        format('grant execute on function %s to %s;%s', f.name,
            (select string_agg(case k.role when 'public' then 'public' else quote_ident(k.role) end, ', ' order by k.rank) from client k
                where k.oid in (select a.grantee from aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a)),
            case when service.there then format(' revoke execute on function %s from service_role;', f.name) else '' end)
    from fun f cross join lateral (
        select exists (select from pg_roles where rolname = 'service_role') and not exists (
            select from aclexplode(f.proacl) a join pg_roles o on o.oid = a.grantee where o.rolname = 'service_role') as there
    ) service
    where f.prosecdef and f.exposed and f.prokind = 'f' and f.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
        and exists (select from client k where k.oid in (select a.grantee from aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a))
    union all
    -- Names in the body go on meaning what they mean today, whoever calls.
    select 4, 'SA044', f.short, format('alter %s %s set search_path = %s, pg_temp;', case f.prokind when 'p' then 'procedure' else 'function' end, f.name,
            case f.nspname when 'public' then 'public' else quote_ident(f.nspname) || ', public' end),
        format('alter %s %s reset search_path;', case f.prokind when 'p' then 'procedure' else 'function' end, f.name)
    from fun f
    where f.lanname not in ('c', 'internal') and f.prosqlbody is null and not exists (select from unnest(f.proconfig) s where s like 'search_path=%')
    union all
    select 4, 'SA045', r.name, format('alter view %s set (security_invoker = true);', r.name), format('alter view %s reset (security_invoker);', r.name)
    from rel r join reach h on h.oid = r.oid
    where r.relkind = 'v' and not r.platform and current_setting('server_version_num')::int >= 150000
        and not coalesce(r.reloptions && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], false)
        and exists (select from below b join rel o on o.oid = b.oid where b.view = r.oid and o.rls)
    union all
    select 5, 'SA021', format('%s.%s', fk.name, fk.columns), format('alter table %s drop constraint %I;', fk.name, fk.conname),
        format('alter table %s add constraint %I %s;', fk.name, fk.conname, fk.definition)
    from fk, said where fk.to_name = 'auth.users' and said.identity_table <> 'auth.users' and not fk.platform
    union all
    select 6, 'SA065', r.name, format('alter table %s validate constraint %I;', r.name, c.conname), ''
    from pg_constraint c join rel r on r.oid = c.conrelid
    where not c.convalidated and c.contype in ('c', 'f') and c.conparentid = 0 and not r.platform
    union all
    select 7, 'SA060', fk.name, format('create index concurrently %I on %s (%s);', f.index_name, fk.name, f.quoted),
        format('drop index concurrently %I.%I;', fk.nspname, f.index_name)
    from fk cross join lateral (
        select left(fk.relname || '_' || string_agg(a.attname, '_' order by k.pos), 59) || '_idx' as index_name,
            string_agg(quote_ident(a.attname), ', ' order by k.pos) as quoted
        from unnest(fk.conkey) with ordinality k (num, pos) join pg_attribute a on a.attrelid = fk.conrelid and a.attnum = k.num
    ) f
    where not fk.platform and not exists (
        select from pg_index i where i.indrelid = fk.conrelid and i.indisvalid
            and coalesce(pg_get_expr(i.indpred, i.indrelid) ~ '^\(\w+ IS NOT NULL\)$', true)
            and (i.indkey::int2[])[0:cardinality(fk.conkey) - 1] @> fk.conkey
            and (i.indkey::int2[])[0:cardinality(fk.conkey) - 1] <@ fk.conkey)
        and not exists (select from pg_class c where c.oid = fk.conrelid and c.relkind = 'p')
    union all
    select 7, 'SA063', i.name, format('drop index concurrently %s;', i.name), regexp_replace(i.definition, '^CREATE (UNIQUE )?INDEX ', 'create \1index concurrently ') || ';'
    from idx i
    where not i.platform and not i.of_key and exists (
        select from idx o
        where o.indrelid = i.indrelid and o.indexrelid <> i.indexrelid and o.indisvalid
            and o.indkey = i.indkey and o.indclass = i.indclass and o.indoption = i.indoption and o.indcollation = i.indcollation
            and coalesce(o.indpred::text, '') = coalesce(i.indpred::text, '')
            and regexp_replace(o.definition, '^.* USING ', '') = regexp_replace(i.definition, '^.* USING ', '')
            and (o.indisunique or not i.indisunique)
            and (o.of_key, o.indisunique, -o.indexrelid::bigint) > (i.of_key, i.indisunique, -i.indexrelid::bigint))
) fix
order by stage, object, up
