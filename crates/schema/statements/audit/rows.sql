select 'rls-disabled-exposed' as rule, null::text as level, r.name as object,
    format('%s has no row-level security; %s', r.name, h.words) as message
from rel r join reach h on h.oid = r.oid
where r.relkind in ('r', 'p') and not r.rls and not r.platform and not exists (select from pg_policy p where p.polrelid = r.oid)
union all
select 'rls-missing-on-new-table', null, r.name, format('%s has no row-level security; reachable by nobody yet', r.name)
from rel r, said
where said.profile = 'strict' and r.relkind in ('r', 'p') and not r.rls and r.nspname <> 'stoa_guard'
    and not exists (select from reach h where h.oid = r.oid) and not exists (select from pg_policy p where p.polrelid = r.oid)
union all
select 'SA002', null, r.name, format('%s has policies and no row-level security, so nobody asks them; %s', r.name,
    coalesce(h.words, 'reachable by nobody yet'))
from rel r left join reach h on h.oid = r.oid
where r.relkind in ('r', 'p') and not r.rls and not r.platform and exists (select from pg_policy p where p.polrelid = r.oid)
union all
select 'SA003', 'info', r.name, format('%s has no policy: nobody but its owner gets rows', r.name)
from rel r
where r.relkind in ('r', 'p') and r.rls and not r.platform and not r.relispartition
    and not exists (select from pg_policy p where p.polrelid = r.oid)
union all
select 'SA006', case when p.writes or not 'public' = any (p.clients) then 'error' else 'info' end, p.object,
    format('lets %s at rows of %s without asking who they are; %s',
        (select case k.role when 'public' then 'PUBLIC' else k.role end from client k where k.stranger and k.oid = any (p.polroles) order by k.rank limit 1),
        p.name, coalesce(h.words, 'reachable by nobody yet'))
from pol p left join reach h on h.oid = p.polrelid
where p.polpermissive and p.for_strangers and not p.platform
    and coalesce(p.qual, '') <> 'false' and coalesce(p.checks, '') <> 'false'
    and not (p.clients[1] = 'public'
        and concat(p.qual, p.checks) ~ '(auth\.|current_setting|current_user|session_user|jwt|request\.|current_role|app\.)')
union all
select 'SA007', null, p.object, format('does not say what rows of %s may be changed into', p.name)
from pol p where p.polpermissive and p.polcmd in ('w', '*') and p.check_tree is null and not p.platform
union all
select 'SA008', null, p.object, format('decides over %s by what people write about themselves', p.name)
from pol p where not p.platform and concat(p.qual, p.checks) ~ '(user_metadata|raw_user_meta_data)'
union all
select 'SA009', null, p.object, format('asks who is asking for every row of %s', p.name)
from pol p
where not p.platform and concat(p.qual_tree, p.check_tree) like '%{VAR %'
    and regexp_replace(concat(p.qual, ' ', p.checks), 'select (auth\.\w+|(pg_catalog\.)?current_setting)\(', '', 'g')
        ~ '(auth\.\w+|current_setting)\('
union all
select 'SA010', null, two.object,
    format('%s and %s both open %s to the same role for the same command', one.polname, two.polname, two.name)
from pol two join lateral (
    select o.polname from pol o
    where o.polrelid = two.polrelid and o.oid < two.oid and o.polpermissive
        and (o.polcmd = two.polcmd or '*' in (o.polcmd, two.polcmd))
        and (o.polroles && two.polroles or 0::oid = any (o.polroles || two.polroles))
    order by o.oid limit 1
) one on true
where two.polpermissive and not two.platform
union all
-- Membership counts: whoever can act as the owner passes like the owner.
select 'SA011', null, r.name, format('%s %s %s and passes by its policies', w.role, w.how, r.name)
from rel r join lateral (
    select o.rolname::text as role, 'owns' as how, 0 as rank from pg_roles o
    where o.oid = r.relowner and o.rolcanlogin and not o.rolsuper and not o.rolbypassrls
    union all
    select k.role::text, 'can act as the owner of', k.rank from client k
    where k.oid <> 0 and pg_has_role(k.role, r.relowner, 'MEMBER')
    order by 3 limit 1
) w on true
where r.relkind in ('r', 'p') and r.rls and not r.forced and not r.platform and r.nspname not in ('stoa_guard', 'stoa_journal')
union all
select 'SA011', null, k.role::text, format('%s has BYPASSRLS: no policy is asked for it', k.role)
from client k join pg_roles o on o.oid = k.oid where o.rolbypassrls
union all
select 'SA013', null, p.object, format('asks %s for permission to read %s', p.name, p.name)
from pol p
where not p.platform and (
    concat(p.qual_tree, p.check_tree) ~ format(':relid %s ', p.polrelid)
    or exists (
        select from pol b join rel o on o.oid = b.polrelid
        where b.polrelid <> p.polrelid and o.rls
            and concat(p.qual_tree, p.check_tree) ~ format(':relid %s ', b.polrelid)
            and concat(b.qual_tree, b.check_tree) ~ format(':relid %s ', p.polrelid)))
