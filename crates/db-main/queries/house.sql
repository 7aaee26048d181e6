-- Batches of what has no use any more. Rows that somebody holds are left for the next time.

--! delete_ended_sessions
delete from auth.sessions s
where s.id in (
    select o.id from auth.sessions o
    where o.seen_at <= :idle_since or o.not_after <= :now
    limit :most
    for update skip locked
);

--! delete_old_tokens
delete from auth.one_time_tokens t
where t.id in (
    select o.id from auth.one_time_tokens o
    where o.expires_at <= :before or o.used_at <= :before
    limit :most
    for update skip locked
);

--! delete_old_challenges
delete from auth.factor_challenges c
where c.id in (
    select o.id from auth.factor_challenges o
    where o.expires_at <= :before
    limit :most
    for update skip locked
);
