select has_schema_privilege($1, c.relnamespace, 'USAGE') and has_any_column_privilege($1, c.oid, $3)
from pg_class c where c.oid = to_regclass($2)
