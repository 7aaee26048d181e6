--! take_limit
select ops.take_limit(:now_ms, :keys, :steps, :slacks, :ladder, :climb) as wait_ms;

--! succeed_limit
-- Clears the ladder on which a success stood, then marks its network as known; `ladder` is known, pair, account.
with was as (
    select exists (select from ops.limiter l where l.key = (:ladder::text[])[1] and l.forget_ms > :now_ms) as known
),
cleared as (
    delete from ops.limiter l using was
    where l.key = case when was.known then (:ladder::text[])[2] else (:ladder::text[])[3] end
    returning l.key
),
marked as (
    insert into ops.limiter (key, due_ms, forget_ms) values ((:ladder::text[])[1], :now_ms, :forget_ms)
    on conflict (key) do update set forget_ms = excluded.forget_ms
    returning key
)
select (select count(*) from cleared) + (select count(*) from marked) as touched;

--! sweep_limits
delete from ops.limiter l
where l.key in (select s.key from ops.limiter s where s.forget_ms <= :now_ms limit :most for update skip locked);
