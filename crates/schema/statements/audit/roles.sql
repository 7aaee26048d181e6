select rolname::text from pg_roles where rolname = any ($1::text[]) order by array_position($1::text[], rolname::text)
