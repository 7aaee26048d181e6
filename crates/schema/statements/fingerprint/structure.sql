select 'structure' as part, 'schema' as kind, quote_ident(nspname) as identity, '' as body from sch
union all
select 'structure', 'extension', quote_ident(e.extname), concat_ws(' ', e.extversion, 'in', n.nspname)
from pg_extension e join pg_namespace n on n.oid = e.extnamespace
union all
select 'structure',
    case r.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table'
        when 'c' then 'composite type' else 'table' end,
    format('%I.%I', r.nspname, r.relname),
    concat_ws(' ', 'kind=' || r.relkind::text, 'persistence=' || r.relpersistence::text,
        'replica_identity=' || r.relreplident::text,
        'options=' || array_to_string(array(select o from unnest(r.reloptions) o order by o collate "C"), ','),
        'method=' || (select amname from pg_am where oid = r.relam),
        'partition_key=' || case when r.relkind = 'p' then pg_get_partkeydef(r.oid) end,
        'bound=' || pg_get_expr(r.relpartbound, r.oid),
        'inherits=' || (select string_agg(i.inhparent::regclass::text, ',' order by i.inhseqno)
            from pg_inherits i where i.inhrelid = r.oid),
        'of=' || nullif(r.reloftype, 0)::regtype::text,
        'text=' || case when r.relkind in ('v', 'm') then pg_get_viewdef(r.oid) end)
from rel r where r.relkind in ('r', 'p', 'v', 'm', 'f', 'c')
union all
select 'structure', 'column', format('%I.%I.%I', c.nspname, c.relname, c.attname),
    concat_ws(' ', format_type(c.atttypid, c.atttypmod), case when c.attnotnull then 'not null' end,
        'identity=' || nullif(c.attidentity::text, ''), 'generated=' || nullif(c.attgenerated::text, ''),
        'default=' || pg_get_expr(d.adbin, d.adrelid),
        'collation=' || (select l.collname from pg_collation l, pg_type t
            where t.oid = c.atttypid and l.oid = c.attcollation and c.attcollation <> t.typcollation),
        'storage=' || c.attstorage::text, 'compression=' || nullif(c.attcompression::text, ''),
        'statistics=' || nullif(c.attstattarget, -1)::text, 'local=' || c.attislocal::text,
        'options=' || array_to_string(c.attoptions, ','), 'foreign_options=' || array_to_string(c.attfdwoptions, ','))
from col c left join pg_attrdef d on d.adrelid = c.attrelid and d.adnum = c.attnum
union all
-- NOT NULL stands with its column; the rows that newer servers keep for it are left out.
select 'structure', 'constraint', format('%I.%I.%I', r.nspname, r.relname, c.conname),
    concat_ws(' ', pg_get_constraintdef(c.oid), 'valid=' || c.convalidated::text, 'local=' || c.conislocal::text)
from pg_constraint c join rel r on r.oid = c.conrelid where c.contype not in ('t', 'n')
union all
select 'structure', 'constraint', format('%I.%I.%I', t.nspname, t.typname, c.conname),
    concat_ws(' ', pg_get_constraintdef(c.oid), 'valid=' || c.convalidated::text)
from pg_constraint c join typ t on t.oid = c.contypid where c.contype <> 'n'
union all
select 'structure', 'index', format('%I.%I', r.nspname, r.relname),
    concat_ws(' ', pg_get_indexdef(i.indexrelid), 'valid=' || i.indisvalid::text, 'ready=' || i.indisready::text,
        'clustered=' || i.indisclustered::text, 'replica_identity=' || i.indisreplident::text)
from pg_index i join rel t on t.oid = i.indrelid join rel r on r.oid = i.indexrelid
union all
select 'structure', 'statistics', format('%I.%I', s.nspname, x.stxname), pg_get_statisticsobjdef(x.oid)
from pg_statistic_ext x join sch s on s.oid = x.stxnamespace
union all
select 'structure', 'trigger', format('%I.%I.%I', r.nspname, r.relname, t.tgname),
    concat_ws(' ', pg_get_triggerdef(t.oid), 'enabled=' || t.tgenabled::text)
from pg_trigger t join rel r on r.oid = t.tgrelid where not t.tgisinternal
union all
select 'structure', 'rule', format('%I.%I.%I', r.nspname, r.relname, w.rulename),
    concat_ws(' ', pg_get_ruledef(w.oid), 'enabled=' || w.ev_enabled::text)
from pg_rewrite w join rel r on r.oid = w.ev_class where w.rulename <> '_RETURN'
union all
select 'structure', case f.prokind when 'a' then 'aggregate' when 'p' then 'procedure' else 'function' end, f.identity,
    case when f.prokind <> 'a' then pg_get_functiondef(f.oid)
        else (select concat_ws(' ', a.aggkind, a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggtranstype::regtype,
            a.agginitval, a.aggsortop) from pg_aggregate a where a.aggfnoid = f.oid) end
from fun f
union all
select 'structure', 'sequence', format('%I.%I', r.nspname, r.relname),
    concat_ws(' ', format_type(q.seqtypid, null), q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle,
        'owned_by=' || (select a.attrelid::regclass || '.' || quote_ident(a.attname)
            from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
            where d.classid = 'pg_class'::regclass and d.objid = r.oid and d.deptype in ('a', 'i') and d.refobjsubid > 0
            limit 1))
from pg_sequence q join rel r on r.oid = q.seqrelid
union all
select 'structure', case t.typtype when 'e' then 'enum' when 'd' then 'domain' else 'range' end,
    format('%I.%I', t.nspname, t.typname),
    case t.typtype
        when 'e' then (select string_agg(quote_literal(l.enumlabel), ',' order by l.enumsortorder)
            from pg_enum l where l.enumtypid = t.oid)
        when 'd' then concat_ws(' ', format_type(t.typbasetype, t.typtypmod), case when t.typnotnull then 'not null' end,
            'default=' || t.typdefault)
        else (select concat_ws(' ', format_type(g.rngsubtype, null), g.rngsubopc, g.rngcollation)
            from pg_range g where g.rngtypid = t.oid) end
from typ t
union all
select 'structure', 'event trigger', quote_ident(evtname),
    concat_ws(' ', evtevent, evtfoid::regprocedure, evtenabled, array_to_string(evttags, ','))
from pg_event_trigger
union all
select 'structure', 'publication', quote_ident(p.pubname),
    concat_ws(' ', p.puballtables, p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate, p.pubviaroot,
        (select string_agg(concat_ws(' ', m.prrelid::regclass::text, m.prattrs::text, pg_get_expr(m.prqual, m.prrelid)), ','
            order by m.prrelid::regclass::text collate "C") from pg_publication_rel m where m.prpubid = p.oid),
        (select string_agg(m.pnnspid::regnamespace::text, ',' order by m.pnnspid::regnamespace::text collate "C")
            from pg_publication_namespace m where m.pnpubid = p.oid))
from pg_publication p
union all
select 'structure', 'foreign server', quote_ident(v.srvname), concat_ws(' ', w.fdwname, array_to_string(v.srvoptions, ','))
from pg_foreign_server v join pg_foreign_data_wrapper w on w.oid = v.srvfdw
union all
select 'structure', 'foreign data wrapper', quote_ident(fdwname),
    concat_ws(' ', nullif(fdwhandler, 0)::regproc, array_to_string(fdwoptions, ','))
from pg_foreign_data_wrapper
union all
select 'structure', 'foreign table options', ftrelid::regclass::text, array_to_string(ftoptions, ',') from pg_foreign_table
union all
select 'structure', 'other', (o.is).type || ' ' || (o.is).identity, '' from (
    select pg_identify_object(x.classid, x.objid, 0) as is from (
        select 'pg_collation'::regclass::oid as classid, c.oid as objid from pg_collation c join sch s on s.oid = c.collnamespace
        union all select 'pg_operator'::regclass, c.oid from pg_operator c join sch s on s.oid = c.oprnamespace
        union all select 'pg_opclass'::regclass, c.oid from pg_opclass c join sch s on s.oid = c.opcnamespace
        union all select 'pg_ts_config'::regclass, c.oid from pg_ts_config c join sch s on s.oid = c.cfgnamespace
        union all select 'pg_ts_dict'::regclass, c.oid from pg_ts_dict c join sch s on s.oid = c.dictnamespace
        union all select 'pg_conversion'::regclass, c.oid from pg_conversion c join sch s on s.oid = c.connamespace
        union all select 'pg_cast'::regclass, c.oid from pg_cast c where c.oid >= 16384
        union all select 'pg_language'::regclass, c.oid from pg_language c where c.oid >= 16384
    ) x where not exists (select from ext e where e.classid = x.classid and e.objid = x.objid)
) o
union all
select 'order', 'column', format('%I.%I.%I', nspname, relname, attname), pos::text from col
