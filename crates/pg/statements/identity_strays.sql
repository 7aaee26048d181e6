-- What says who people are beside the one table that may, and what leans on it. $1: the tables that may, `schema.name`.
with relations as (
    select c.oid, n.nspname, c.relname, n.nspname || '.' || c.relname as name, c.relkind,
        (n.nspname || '.' || c.relname) = any ($1::text[]) as may,
        exists (
            select from pg_attribute a
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                and lower(a.attname) in ('email', 'email_address', 'username', 'login', 'phone')
        ) as names_people,
        exists (
            select from pg_attribute a
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                and lower(a.attname) in ('password', 'password_hash', 'hashed_password', 'encrypted_password', 'passwd',
                    'pwd', 'password_digest', 'passhash')
        ) as proves_them
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'f', 'm') and not c.relispartition
        and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
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
            or (r.names_people
                and lower(r.relname) in ('user', 'users', 'app_user', 'app_users', 'auth_user', 'auth_users', 'admin',
                    'admins')
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
