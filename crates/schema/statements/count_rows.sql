select count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text from only {table} t
