select format('%I.%I', n.nspname, c.relname), strongest.mode from (
    select distinct on (relation) relation, mode from (
        select l.relation, l.mode, array_position(array['ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock',
            'ExclusiveLock', 'AccessExclusiveLock'], l.mode) as strength
        from pg_locks l
        where l.pid = pg_backend_pid() and l.locktype = 'relation' and l.granted and l.relation = any ($1::oid[])
    ) held
    where strength is not null
    order by relation, strength desc
) strongest join pg_class c on c.oid = strongest.relation join pg_namespace n on n.oid = c.relnamespace
order by 1
