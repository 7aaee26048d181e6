select rolname::text
from pg_roles
where rolname in ('anon', 'authenticated', 'service_role') and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
order by 1
