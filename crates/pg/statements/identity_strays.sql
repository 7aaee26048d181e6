-- What says who people are beside the one table that may, and what leans on it. $1: the tables that may, `schema.name`.
with relations as (
    select c.oid, n.nspname, c.relname, n.nspname || '.' || c.relname as name, c.relkind,
        (n.nspname || '.' || c.relname) = any ($1::text[]) as may,
        -- By shape, not by a list: an address, a login or a number, however it is spelled.
        coalesce(bool_or(lower(a.attname) ~ '(mail|login|logon|user_?name|nick_?name|msisdn)|(^|_)handle(_|$)'
            or lower(a.attname) ~ '(^|_)(phone|mobile|tel|telephone|cell)(_?(no|nr|num|number))?(_|$)'), false)
            as names_people,
        -- And what proves it.
        coalesce(bool_or(lower(a.attname) ~ '(passw|pass_?(hash|code|phrase|wd|digest|salt|key)|pwd|passwd|parol|kupiya|bcrypt|argon2|scrypt)'
            or lower(a.attname) ~ '(^|_)(pass|psw|pswd|pw|phc|salt|secret_hash|hashed_secret)(_|$)'), false) as proves_them,
        -- What proves it where nothing else is said: the whole name of the column.
        coalesce(bool_or(lower(a.attname) ~ '^(hash|hashed|digest|secret|verifier)$'), false) as keeps_a_secret,
        -- What may prove it, or be a row's own: an unsubscribe link has a token too.
        coalesce(bool_or(lower(a.attname) ~ '(^|_)(hash|digest|secret|token|otp|totp|pin)(_|$)'), false) as may_prove,
        coalesce(bool_or(lower(a.attname) ~ '^(user_)?(roles?|permissions?|privileges?)$|^role_(id|name)$'
            or lower(a.attname) ~ '^is_(admin|staff|superuser|moderator)$'), false) as gives_rights,
        coalesce(bool_or(lower(a.attname) ~ '^(user|person|member|account|employee)_?(id|ref|uuid|key)?$|^uid$'), false)
            as means_people,
        exists (
            select from pg_constraint k
            join pg_class o on o.oid = k.confrelid
            join pg_namespace on_ on on_.oid = o.relnamespace
            where k.contype = 'f' and k.conrelid = c.oid and (on_.nspname || '.' || o.relname) = any ($1::text[])
        ) as hangs_on_the_one,
        exists (select from pg_constraint k where k.contype = 'f' and k.confrelid = c.oid and k.conrelid <> c.oid) as owns_rows,
        array_agg(lower(a.attname)) as columns
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p', 'f', 'm') and not c.relispartition
        and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
    group by c.oid, n.nspname, c.relname, c.relkind
),
-- What has more than half of the columns of the one table was copied from it.
copies as (
    select r.oid
    from relations r
    join relations t on t.may and t.oid <> r.oid
    where not r.may and 2 * (
        select count(*) from unnest(t.columns) c where c = any (r.columns)
    ) > array_length(t.columns, 1)
),
-- A profile that hangs on the one table by its whole key is no second identity, unless it has passwords of its own.
profiles as (
    select pk.conrelid as oid
    from pg_constraint pk
    join pg_constraint fk on fk.conrelid = pk.conrelid and fk.contype = 'f'
        and fk.conkey @> pk.conkey and fk.conkey <@ pk.conkey
    join relations r on r.oid = fk.confrelid and r.may
    where pk.contype = 'p'
),
second as (
    select r.oid, r.name, r.relname
    from relations r
    where not r.may
        and ((r.nspname = 'auth' and r.relname = 'users')
            or (r.names_people and r.proves_them)
            -- What hangs on the one table says something of its people, and not who they are.
            or (not r.hangs_on_the_one and (
                (r.names_people and r.keeps_a_secret)
                or (r.names_people and r.may_prove and (r.gives_rights or r.owns_rows))
                or (r.gives_rights and r.means_people and lower(r.relname)
                    ~ '^(super_?)?(admins?|administrators?|users?|moderators?)$')
            ))
            or r.oid in (select c.oid from copies c)
            or (r.names_people
                and lower(r.relname) ~ '(^|_)(users?|logins?|accounts?|people|persons?|admins?)[0-9]*(_|$)'
                and r.oid not in (select p.oid from profiles p)))
)
select 'table' as kind, s.name as object, s.name as reaches
from second s
union all
select 'foreign_key', n.nspname || '.' || c.relname || '.' || k.conname, s.name
from pg_constraint k
join second s on s.oid = k.confrelid and k.conrelid <> k.confrelid
join pg_class c on c.oid = k.conrelid
join pg_namespace n on n.oid = c.relnamespace
where k.contype = 'f' and k.conparentid = 0
union all
select distinct 'policy', n.nspname || '.' || c.relname || '.' || p.polname, s.name
from pg_policy p
join pg_class c on c.oid = p.polrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_depend d on d.classid = 'pg_policy'::regclass and d.objid = p.oid
left join pg_proc f on d.refclassid = 'pg_proc'::regclass and f.oid = d.refobjid
join second s on s.oid <> p.polrelid
    and ((d.refclassid = 'pg_class'::regclass and d.refobjid = s.oid)
        -- What a function reads the catalog does not know: its text names it.
        or f.prosrc ~ ('\m' || s.relname || '\M'))
order by kind desc, object, reaches
