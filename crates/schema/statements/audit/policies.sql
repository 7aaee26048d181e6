-- Policies that could let everything through, with their conditions as the server prints them.
select p.object, p.name as table_name, p.polcmd::text as command, p.writes, p.for_strangers as strangers,
    pg_get_expr(q.polqual, q.polrelid) as qual, pg_get_expr(q.polwithcheck, q.polrelid) as checks,
    (select string_agg(case k.role when 'public' then 'PUBLIC' else k.role::text end, ', ' order by k.rank)
        from client k where k.oid = any (p.polroles)) as who,
    coalesce(h.words, 'reachable by nobody yet') as words
from pol p join pg_policy q on q.oid = p.oid left join reach h on h.oid = p.polrelid
where p.polpermissive and p.clients <> '{}' and not p.platform
order by p.object
