union all
-- Tables that say who people are, but for those that hang on another one by their whole key.
select 'SA020', null, t.name, format('%s says who people are, and %s does already', t.name, first.name)
from (
    select r.oid, r.name, r.platform, row_number() over (order by (r.name = said.identity_table) desc nulls last, (r.name = 'auth.users') desc, r.oid) as place
    from rel r cross join said
    where r.relkind in ('r', 'p') and not r.relispartition and (
        r.name in (said.identity_table, 'auth.users')
        or exists (select from col c where c.oid = r.oid and c.attname in ('email', 'username', 'login', 'phone', 'email_address'))
            and (r.relname in ('user', 'users', 'app_user', 'app_users', 'auth_user', 'auth_users', 'admin', 'admins')
                or exists (select from col c where c.oid = r.oid and c.attname in ('password', 'password_hash', 'hashed_password',
                    'encrypted_password', 'passwd', 'pwd', 'password_digest', 'passhash'))))
        and not exists (
            select from fk join pg_constraint k on k.conrelid = fk.conrelid and k.contype = 'p' and k.conkey = fk.conkey
            where fk.conrelid = r.oid and (fk.to_nspname = 'auth' or fk.to_name = said.identity_table
                or fk.to_relname in ('user', 'users', 'app_user', 'app_users', 'auth_user', 'auth_users')))
) t join lateral (
    select coalesce((select s.identity_table from said s), min(o.name)) as name from rel o
    where o.oid <> t.oid and (o.name = 'auth.users' or o.relname in ('user', 'users', 'app_user', 'app_users', 'auth_user', 'auth_users', 'admin', 'admins', 'accounts', 'members'))
) first on true
where t.place > 1 and not t.platform
union all
select 'SA020', null, format('%s.%s', fk.name, fk.columns), format('%s.%s points at %s; people are in %s', fk.name, fk.columns, fk.to_name, said.identity_table)
from fk, said
where said.identity_table is not null and fk.to_name <> said.identity_table and fk.to_nspname <> 'auth' and not fk.platform
    and fk.to_relname in ('user', 'users', 'app_user', 'app_users', 'auth_user', 'auth_users', 'admin', 'admins', 'accounts', 'members')
    and fk.columns ~ '(user|owner|author|created_by)'
union all
-- Policies that look people up elsewhere than where they are.
select 'SA020', null, p.object, format('%s looks people up in %s; people are in %s', p.object, r.name, said.identity_table)
from pol p cross join said join rel r on r.oid <> p.polrelid and concat(p.qual_tree, p.check_tree) ~ format(':relid %s ', r.oid)
where said.identity_table is not null and r.name <> said.identity_table and not p.platform
    and r.relname in ('user', 'users', 'app_user', 'app_users', 'auth_user', 'auth_users', 'admin', 'admins', 'accounts', 'members')
union all
select 'SA021', null, format('%s.%s', fk.name, fk.columns),
    format('%s.%s points at auth.users, which is not the identity table here', fk.name, fk.columns)
from fk, said
where fk.to_name = 'auth.users' and said.identity_table <> 'auth.users' and not fk.platform
union all
select 'SA022', null, format('%s.%s', fk.name, fk.columns),
    format('%s.%s points at %s of %s, which is not its primary key', fk.name, fk.columns, fk.to_columns, fk.to_name)
from fk
where fk.to_nspname = 'auth' and fk.nspname <> 'auth' and not exists (
    select from pg_constraint k where k.conrelid = fk.confrelid and k.contype = 'p' and k.conkey @> fk.confkey and k.conkey <@ fk.confkey)
union all
select 'SA023', null, r.name, format('%s shows auth.users; %s', r.name, h.words)
from rel r join reach h on h.oid = r.oid
where r.relkind in ('v', 'm') and not r.platform and h.reads
    and exists (select from below b where b.view = r.oid and b.oid = to_regclass('auth.users'))
    -- A view that reads with its caller's rights shows what the caller may see anyway.
    and not (r.relkind = 'v' and coalesce(r.reloptions && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], false))
union all
select 'SA023', null, r.name, format('%s itself is readable; %s', r.name, h.words)
from rel r join reach h on h.oid = r.oid
where r.name = 'auth.users' and not r.platform and h.reads and not r.rls
union all
select 'SA024', null, format('%s.%I', c.name, c.attname), format('%s.%I identifies people and %s', c.name, c.attname,
    case when nullable and not single then 'may be empty and is not unique' when nullable then 'may be empty' else 'is not unique' end)
from col c cross join said cross join lateral (
    select not c.attnotnull and not exists (
            select from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.convalidated and k.conkey = array[c.attnum]
                and pg_get_constraintdef(k.oid) ~* format('\(\(?"?%s"? IS NOT NULL', c.attname)) as nullable,
        exists (select from pg_index i where i.indrelid = c.oid and i.indisunique and i.indisvalid
            and (c.attnum = any (i.indkey::int2[]) or pg_get_indexdef(i.indexrelid) ~* format('\(\(?"?%s"?[):]', c.attname))) as single
) f
where not c.platform and c.relkind in ('r', 'p') and (f.nullable or not f.single)
    and (c.attname in ('email', 'email_address', 'login')
        or c.attname in ('username', 'user_name') and not exists (
            select from col o where o.oid = c.oid and o.attname in ('email', 'email_address', 'login')))
    and case when said.identity_table is not null then c.name = said.identity_table
        else lower(c.relname) in ('user', 'users', 'app_user', 'app_users', 'auth_user', 'auth_users', 'members', 'admins') end
    and not exists (select from pg_class p where p.oid = c.oid and p.relispartition)
union all
select 'SA025', null, two.name, format('%s has the same columns as %s, and both are written', two.name, one.name)
from (
    select c.oid, c.name, array_agg(c.attname || ' ' || c.type order by c.attname) as shape, count(*) as size,
        sum(s.n_tup_ins + s.n_tup_upd + s.n_tup_del) as writes
    from col c join pg_class t on t.oid = c.oid and not t.relispartition left join pg_stat_user_tables s on s.relid = c.oid
    where not c.platform and c.relkind in ('r', 'p') and c.nspname <> 'stoa_guard'
        and c.attname not in ('id', 'created_at', 'updated_at') and not exists (select from pg_inherits h where h.inhrelid = c.oid)
    group by c.oid, c.name
) two join lateral (
    select c.oid, c.name, array_agg(c.attname || ' ' || c.type order by c.attname) as shape, sum(s.n_tup_ins + s.n_tup_upd + s.n_tup_del) as writes
    from col c left join pg_stat_user_tables s on s.relid = c.oid
    where c.oid < two.oid and c.relkind in ('r', 'p') and c.attname not in ('id', 'created_at', 'updated_at')
    group by c.oid, c.name
) one on one.shape = two.shape
where two.size >= 3 and two.writes > 0 and one.writes > 0
union all
select 'SA031', null, format('%s.%I', c.name, c.attname), format('%s.%I is readable by %s', c.name, c.attname,
    case k.role when 'public' then 'PUBLIC' else k.role end)
from (
    select distinct on (c.oid) c.* from col c
    where not c.platform and not c.rls and c.attname in ('password', 'passwd', 'secret', 'token', 'api_key', 'ssn', 'iin', 'passport', 'passport_number',
        'card_number', 'credit_card', 'cvv', 'iban', 'bank_account', 'account_number', 'date_of_birth', 'birth_date', 'dob', 'tax_id',
        'medical_record', 'diagnosis', 'salary')
        and exists (select from may m where m.oid = c.oid and has_column_privilege(m.role, c.oid, c.attnum, 'SELECT'))
    order by c.oid, c.attnum
) c join lateral (
    select m.role from may m where m.oid = c.oid and has_column_privilege(m.role, c.oid, c.attnum, 'SELECT') order by m.rank limit 1
) k on true
