-- Columns of text, with how they are written in a statement.
select c.name as table_name, c.attname::text as column_name, quote_ident(c.attname) as quoted,
    case c.type when 'character varying' then 'varchar' when 'character' then 'char' else c.type end as type,
    coalesce(h.words, 'reachable by nobody') as words
from col c left join reach h on h.oid = c.oid
where not c.platform and c.relkind in ('r', 'p')
    and (c.type in ('text', 'character varying', 'character') or c.type like '%citext')
order by 1, 2
