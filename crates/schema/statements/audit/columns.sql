-- Columns of text, with how they are written in a statement.
select c.name as table_name, c.attname::text as column_name, quote_ident(c.attname) as quoted,
    case c.type when 'character varying' then 'varchar' when 'character' then 'char' else c.type end as type
from col c
where not c.platform and c.relkind in ('r', 'p')
    and (c.type in ('text', 'character varying', 'character') or c.type like '%citext')
order by 1, 2
