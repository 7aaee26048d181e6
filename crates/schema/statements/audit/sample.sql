-- Only whether they look like hashes leaves the server: none of the values does.
select count(*), coalesce(bool_and(v ~ '^\$(2[abxy]?|argon2|scrypt|pbkdf2|5|6|y|7)' or v ~ '^(pbkdf2|argon2|bcrypt|scrypt|sha256|sha512)[_$:{]'
    or v ~ '^SCRAM-SHA-256\$' or v ~* '^(\\x)?([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$'), false)
from (select {column}::text as v from {table} where {column} is not null limit 100) sample
