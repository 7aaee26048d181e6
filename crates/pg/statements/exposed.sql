-- What somebody could reach past the walls: tables of ours without row-level security, whatever else requests may read that
-- has none, and rights of those who are not signed in. Each row: the object, and what is wrong with it.
with requesters as (
    select r.oid, r.rolname::text as name from pg_roles r
    where r.rolname in ('authenticator', 'anon', 'authenticated', 'service_role')
    union all
    select 0, 'PUBLIC'
),
relations as (
    select c.oid, n.nspname || '.' || c.relname as name, c.relkind, c.relrowsecurity, c.relforcerowsecurity,
        c.reloptions, c.relacl, c.relowner, n.nspname in ('auth', 'ops', 'public') as is_ours
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
        -- What an extension brings is not ours, and holds nothing of ours.
        and not exists (
            select from pg_depend d
            where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
        )
),
rights as (
    select r.oid, q.name as who, a.privilege_type as verb
    from relations r
    cross join lateral aclexplode(coalesce(r.relacl, acldefault('r', r.relowner))) a
    join requesters q on q.oid = a.grantee
    union
    select r.oid, q.name, a.privilege_type
    from relations r
    join pg_attribute t on t.attrelid = r.oid and t.attnum > 0 and not t.attisdropped and t.attacl is not null
    cross join lateral aclexplode(t.attacl) a
    join requesters q on q.oid = a.grantee
),
walled as (
    select r.*, exists (select from rights g where g.oid = r.oid) as is_reached from relations r
)
select w.name as object, 'has no row-level security' as fault
from walled w
where w.relkind in ('r', 'p') and (w.is_ours or w.is_reached) and not w.relrowsecurity
union all
select w.name, 'has row-level security, but does not force it on its owner'
from walled w
where w.relkind in ('r', 'p') and (w.is_ours or w.is_reached) and w.relrowsecurity and not w.relforcerowsecurity
union all
select w.name, 'is a view that shows requests what its owner may see (it must have security_invoker)'
from walled w
where w.relkind = 'v' and w.is_reached
    and not coalesce(w.reloptions::text[] && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1',
        'security_invoker=yes'], false)
union all
select w.name, 'shows requests rows, and can have no row-level security'
from walled w
where w.relkind in ('m', 'f') and w.is_reached
union all
select r.name, 'lets ' || g.who || ' ' || string_agg(lower(g.verb), ', ' order by g.verb)
from rights g
join relations r on r.oid = g.oid
where g.who in ('anon', 'PUBLIC')
group by r.name, g.who
order by 1, 2
