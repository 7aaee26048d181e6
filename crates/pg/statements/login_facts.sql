select
    r.rolname::text as login,
    r.rolsuper as is_superuser,
    r.rolbypassrls as bypasses_rls,
    r.rolinherit as inherits,
    r.rolcreaterole or r.rolcreatedb as creates,
    exists (
        select from pg_shdepend d
        where d.refclassid = 'pg_authid'::regclass and d.refobjid = r.oid and d.deptype = 'o'
    ) or exists (select from pg_database b where b.datdba = r.oid) as owns_something
from pg_roles r
where r.rolname = session_user
