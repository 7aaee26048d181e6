-- What the login may do outside a scope, and what its scopes may do that policies do not hold: each is a way out.
with scope_roles as (
    select r.* from pg_roles r where r.rolname in ('anon', 'authenticated', 'service_role')
),
schemas as (
    select n.oid, n.nspname from pg_namespace n
    where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
)
select 1 as rank, format('has rights on %s', c.oid::regclass) as fault
from pg_class c
join schemas n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f')
    and (has_table_privilege(session_user, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
        or has_any_column_privilege(session_user, c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'))
union all
select 1, format('has rights on the sequence %s', c.oid::regclass)
from pg_class c
join schemas n on n.oid = c.relnamespace
where c.relkind = 'S' and has_sequence_privilege(session_user, c.oid, 'USAGE, SELECT, UPDATE')
union all
-- One that is only fired by an event cannot be called.
select 2, format('may call %s, which runs with the rights of its owner', p.oid::regprocedure)
from pg_proc p
join schemas n on n.oid = p.pronamespace
where p.prosecdef and p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
    and has_schema_privilege(session_user, n.oid, 'USAGE') and has_function_privilege(session_user, p.oid, 'EXECUTE')
union all
select 3, format('may create objects in the schema %I', n.nspname)
from schemas n
where has_schema_privilege(session_user, n.oid, 'CREATE')
union all
select 3, format('may create %s in the database %I', what, current_database())
from (values ('CREATE', 'schemas'), ('TEMP', 'temporary tables')) as v (privilege, what)
where has_database_privilege(session_user, current_database(), v.privilege)
union all
select 4, format('may become %I', r.rolname)
from pg_roles r
where r.rolname not in (session_user, 'pg_database_owner') and r.rolname not in (select s.rolname from scope_roles s)
    and pg_has_role(session_user, r.oid, 'MEMBER')
union all
select 5, format('serves in scopes of %I, which %s', r.rolname, v.what)
from scope_roles r
cross join lateral (values
    (r.rolsuper, 'is a superuser'),
    (r.rolbypassrls, 'has BYPASSRLS'),
    (r.rolcreaterole or r.rolcreatedb or r.rolreplication, 'may create roles or databases, or replicate'),
    (exists (
        select from pg_shdepend d
        where d.refclassid = 'pg_authid'::regclass and d.refobjid = r.oid and d.deptype = 'o'
    ), 'owns objects')
) as v (is_so, what)
where v.is_so
order by rank, fault
