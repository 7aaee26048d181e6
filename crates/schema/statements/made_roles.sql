-- Roles that files made, but for those that were made for the files to find.
select rolname::text from pg_roles where oid >= 16384 and rolname <> all ($1::text[]) and rolname <> current_user
