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
-- An invitation that was used stays as long as its person: a promotion asks whether there was one.
delete from auth.one_time_tokens t
where t.id in (
    select o.id from auth.one_time_tokens o
    where (o.expires_at <= :before or o.used_at <= :before) and not (o.purpose = 'invite' and o.used_at is not null)
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

--! delete_old_flows
-- Not those whose letter still waits: its link must work when it comes.
delete from auth.flow_states f
where f.id in (
    select o.id from auth.flow_states o
    where o.created_at <= :before and not exists (
        select from auth.letters l
        where l.flow_id = o.id and l.state not in ('sent', 'dropped') and l.state <> 'failed'
    )
    limit :most
    for update skip locked
);

--! delete_old_oauth_flows
-- Nobody may lock these rows without changing them, so two who sweep at once go in the same order.
delete from auth.oauth_flows f
where f.id in (
    select o.id from auth.oauth_flows o
    where o.created_at <= :before
    order by o.created_at, o.id
    limit :most
);

--! delete_old_letters
delete from auth.letters l
where l.id in (
    select o.id from auth.letters o
    where (o.state in ('sent', 'dropped') and o.changed_at <= :done_before)
        or (o.state = 'failed' and o.changed_at <= :failed_before)
    limit :most
    for update skip locked
);

--! delete_old_departed
delete from auth.departed d
where d.id in (select o.id from auth.departed o where o.departed_at <= :before limit :most for update skip locked);
