-- Who may what, and which walls stand, one line each: compared before and after a statement. Rights of owners go without saying.
with named as (
    select n.oid, n.nspname, n.nspowner, n.nspacl from pg_namespace n
    where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'stoa_guard')
), held as (
    select c.relowner as owner, format('%I.%I', s.nspname, c.relname) as object, a.grantee, a.privilege_type
    from pg_class c join named s on s.oid = c.relnamespace cross join lateral aclexplode(c.relacl) a
    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    union all
    select c.relowner, format('%I.%I.%I', s.nspname, c.relname, t.attname), a.grantee, a.privilege_type
    from pg_attribute t join pg_class c on c.oid = t.attrelid join named s on s.oid = c.relnamespace
        cross join lateral aclexplode(t.attacl) a
    where t.attacl is not null and not t.attisdropped
    union all
    select s.nspowner, format('schema %I', s.nspname), a.grantee, a.privilege_type
    from named s cross join lateral aclexplode(s.nspacl) a
    union all
    select p.proowner, format('%I.%I(%s)', s.nspname, p.proname, pg_get_function_identity_arguments(p.oid)), a.grantee, a.privilege_type
    from pg_proc p join named s on s.oid = p.pronamespace
        cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
    union all
    select d.defaclrole, format('what %s makes from now on%s', pg_get_userbyid(d.defaclrole), coalesce(format(' in %I', n.nspname), '')),
        a.grantee, a.privilege_type
    from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace cross join lateral aclexplode(d.defaclacl) a
)
select format('%s on %s for %s', string_agg(lower(h.privilege_type), ', ' order by h.privilege_type), h.object,
    case h.grantee when 0 then 'PUBLIC' else pg_get_userbyid(h.grantee)::text end) as line
from held h where h.grantee <> h.owner group by h.object, h.grantee
union all
select format('%s on %I.%I', case w.forced when true then 'row-level security for its owner too' else 'row-level security' end, s.nspname, c.relname)
from pg_class c join named s on s.oid = c.relnamespace cross join (values (false), (true)) w (forced)
where c.relkind in ('r', 'p') and case when w.forced then c.relforcerowsecurity else c.relrowsecurity end
union all
select format('policy %I on %I.%I for %s to %s%s%s%s', p.polname, s.nspname, c.relname,
    case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
    (select string_agg(case r.oid when 0 then 'PUBLIC' else pg_get_userbyid(r.oid)::text end, ', ' order by r.oid) from unnest(p.polroles) r (oid)),
    case when not p.polpermissive then ', restrictive' else '' end,
    coalesce(' using ' || pg_get_expr(p.polqual, p.polrelid), ''), coalesce(' with check ' || pg_get_expr(p.polwithcheck, p.polrelid), ''))
from pg_policy p join pg_class c on c.oid = p.polrelid join named s on s.oid = c.relnamespace
order by 1
