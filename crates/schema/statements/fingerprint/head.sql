-- What is in a database, one row for each object and part: read with an empty search path, so that every text is fully
-- qualified. $1 gives roles other names: {"app": "@self"}.
with
sch as materialized (
    select oid, nspname, nspowner, nspacl from pg_namespace
    where nspname !~ '^pg_' and nspname not in ('information_schema', 'stoa_guard', 'stoa_journal', 'supabase_migrations')
),
-- What belongs to an extension is described by the extension's own row.
ext as materialized (select classid, objid from pg_depend where deptype = 'e'),
who as materialized (
    select 0::oid as oid, 'public' as name
    union all
    select oid, coalesce($1::jsonb ->> rolname, rolname) from pg_roles
),
-- Without the tables in which other tools keep their versions.
rel as materialized (
    select c.*, s.nspname from pg_class c join sch s on s.oid = c.relnamespace
    where not exists (select from ext e where e.classid = 'pg_class'::regclass and e.objid = c.oid)
        and not (c.relkind in ('r', 'p') and c.relname in
            ('alembic_version', '_sqlx_migrations', 'flyway_schema_history', 'schema_migrations'))
),
-- Positions among the columns that are left: dropping one leaves a hole in attnum.
col as materialized (
    select a.*, r.nspname, r.relname, row_number() over (partition by a.attrelid order by a.attnum) as pos
    from pg_attribute a join rel r on r.oid = a.attrelid
    where a.attnum > 0 and not a.attisdropped and r.relkind in ('r', 'p', 'v', 'm', 'f', 'c')
),
fun as materialized (
    select p.*, s.nspname, format('%I.%I(%s)', s.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) as identity
    from pg_proc p join sch s on s.oid = p.pronamespace
    where not exists (select from ext e where e.classid = 'pg_proc'::regclass and e.objid = p.oid)
),
typ as materialized (
    select t.*, s.nspname from pg_type t join sch s on s.oid = t.typnamespace
    where t.typtype in ('e', 'd', 'r')
        and not exists (select from ext e where e.classid = 'pg_type'::regclass and e.objid = t.oid)
)
