union all
select 'security', 'owner', x.what, (select name from who where who.oid = x.owner) from (
    select 'schema ' || quote_ident(nspname) as what, nspowner as owner from sch
    union all select format('relation %I.%I', nspname, relname), relowner from rel where relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    union all select 'function ' || identity, proowner from fun
    union all select format('type %I.%I', nspname, typname), typowner from typ
) x
union all
select 'security', 'row security', format('%I.%I', nspname, relname),
    concat_ws(' ', 'enabled=' || relrowsecurity::text, 'forced=' || relforcerowsecurity::text)
from rel where relkind in ('r', 'p')
union all
select 'security', 'policy', format('%I.%I.%I', r.nspname, r.relname, p.polname),
    concat_ws(' ', case when p.polpermissive then 'permissive' else 'restrictive' end, 'command=' || p.polcmd::text,
        'roles=' || (select string_agg(w.name, ',' order by w.name collate "C") from who w where w.oid = any (p.polroles)),
        'using=' || pg_get_expr(p.polqual, p.polrelid), 'check=' || pg_get_expr(p.polwithcheck, p.polrelid))
from pg_policy p join rel r on r.oid = p.polrelid
union all
select 'security', 'definer', identity, 'security definer' from fun where prosecdef
union all
-- Rights that are not written out are the same as the default ones written out.
select 'security', 'grant', g.what, (
    select string_agg(l.line, ' ' order by l.line collate "C") from (
        select coalesce((select name from who where who.oid = a.grantee), '?') || '=' || a.privilege_type
            || case when a.is_grantable then '*' else '' end as line
        from aclexplode(g.acl) a
    ) l)
from (
    select format('%s %I.%I', case relkind when 'S' then 'sequence' else 'relation' end, nspname, relname) as what,
        coalesce(relacl, acldefault((case relkind when 'S' then 's' else 'r' end)::"char", relowner)) as acl
    from rel where relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    union all select format('column %I.%I.%I', nspname, relname, attname), attacl from col where attacl is not null
    union all select 'schema ' || quote_ident(nspname), coalesce(nspacl, acldefault('n', nspowner)) from sch
    union all select 'function ' || identity, coalesce(proacl, acldefault('f', proowner)) from fun
    union all select format('type %I.%I', nspname, typname), coalesce(typacl, acldefault('T', typowner)) from typ
    union all
    select format('default of %s in %s for %s', (select name from who where who.oid = d.defaclrole),
        coalesce((select nspname from pg_namespace n where n.oid = d.defaclnamespace), '*'), d.defaclobjtype), d.defaclacl
    from pg_default_acl d
) g
where cardinality(g.acl) > 0
union all
select 'security', 'label', objtype || ' ' || objname, provider || '=' || label from pg_seclabels where objoid >= 16384
union all
select 'notes', 'comment', (c.is).type || ' ' || (c.is).identity, c.description from (
    select pg_identify_object(d.classoid, d.objoid, d.objsubid) as is, d.description from pg_description d
    where d.objoid >= 16384 and not exists (select from ext e where e.classid = d.classoid and e.objid = d.objoid)
) c
where c.is is not null
