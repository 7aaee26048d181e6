-- How often what was asked: one row for each key that is not empty again.
--
-- Unlogged: nothing here is older than a day, a crash may forget it, and a try must not wait for a disk. No index but
-- the key's, so that an update never leaves its page; the sweep reads the whole table, which is small.
create unlogged table ops.limiter (
    -- A word and a hash: no address and no e-mail stands here.
    key text primary key check (length(key) between 1 and 100),
    -- Milliseconds since 1970 on the callers' clock. Of a rate: when it is full again. Of a ladder: when the next try is let in.
    due_ms bigint not null,
    -- Of a ladder: how many tries were made.
    tries bigint not null default 0,
    -- From then on the row says nothing.
    forget_ms bigint not null
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

alter table ops.limiter enable row level security;
alter table ops.limiter force row level security;
create policy limiter_service on ops.limiter to service_role using (true) with check (true);
grant select, insert, update, delete on ops.limiter to service_role;

-- Counts one question when everything has room for it and gives 0; else counts nothing and gives the wait.
-- `ladder` is empty, or the keys known, pair and account; `climb` is free, first, longest, low, high.
create function ops.take_limit(
    now_ms bigint, keys text[], steps bigint[], slacks bigint[], ladder text[], climb bigint[]
) returns bigint
language plpgsql
set search_path = ''
as $$
declare
    held text[] := keys;
    rung text;
    wait bigint;
begin
    if cardinality(ladder) > 0 then
        rung := case
            when exists (select from ops.limiter l where l.key = ladder[1] and l.forget_ms > now_ms) then ladder[2]
            else ladder[3]
        end;
        held := keys || rung;
    end if;
    -- First a look without locks, so that whoever is refused writes nothing; then again with all rows held, in the
    -- order of their keys, so that questions that come together cannot all find the same room.
    for is_held in 0..1 loop
        if is_held = 1 then
            insert into ops.limiter (key, due_ms, forget_ms)
            select k, now_ms, now_ms from unnest(held) k order by k
            on conflict (key) do nothing;
            perform from ops.limiter l where l.key = any (held) order by l.key for update;
        end if;
        select coalesce(max(w.wait_ms), 0) into wait
        from (
            select greatest(l.due_ms, now_ms) - now_ms - r.slack as wait_ms
            from unnest(keys, slacks) r (key, slack) join ops.limiter l on l.key = r.key
            union all
            select l.due_ms - now_ms from ops.limiter l where l.key = rung and l.forget_ms > now_ms
        ) w;
        if wait > 0 then
            return wait;
        end if;
    end loop;
    update ops.limiter l
    set due_ms = greatest(l.due_ms, now_ms) + r.step, forget_ms = greatest(l.due_ms, now_ms) + r.step
    from unnest(keys, steps) r (key, step)
    where l.key = r.key;
    if rung is not null then
        update ops.limiter l
        set
            tries = t.tries,
            due_ms = now_ms
                + case when t.tries >= climb[1] then least(climb[2] << least(t.tries - climb[1], 20)::int, climb[3]) else 0 end,
            forget_ms = now_ms + case when t.tries < climb[1] then climb[4] else climb[5] end
        from (
            select case when o.forget_ms > now_ms then o.tries else 0 end + 1 as tries from ops.limiter o where o.key = rung
        ) t
        where l.key = rung;
    end if;
    return 0;
end
$$;
grant execute on function ops.take_limit(bigint, text[], bigint[], bigint[], text[], bigint[]) to service_role;
