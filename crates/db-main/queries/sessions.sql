--! find_live_session : (not_after?, email?, banned_until?, deleted_at?, locale?)
select s.user_id, s.community_id, s.aal, s.seen_at, s.not_after, u.email, u.banned_until, u.deleted_at,
    p.locale,
    exists (select from auth.factors f where f.user_id = s.user_id and f.status = 'verified') as has_factor,
    array(
        select r.role from auth.user_roles r
        where r.user_id = s.user_id and r.community_id = s.community_id order by r.role
    ) as roles
from auth.sessions s
join auth.users u on u.id = s.user_id
left join public.profiles p on p.user_id = s.user_id
where s.id = :id;

--: LockedSessionRow(user_agent?, ip_prefix?, not_after?)

--! lock_session : LockedSessionRow
select s.user_id, s.aal, s.amr, s.created_at, s.user_agent, s.ip_prefix, s.refreshed_at, s.seen_at, s.not_after, s.refresh_key,
    s.refresh_counter, s.refresh_floor
from auth.sessions s
where s.id = :id
for update;

--! try_lock_session : LockedSessionRow
select s.user_id, s.aal, s.amr, s.created_at, s.user_agent, s.ip_prefix, s.refreshed_at, s.seen_at, s.not_after, s.refresh_key,
    s.refresh_counter, s.refresh_floor
from auth.sessions s
where s.id = :id
for update skip locked;

--! session_exists
select exists (select from auth.sessions s where s.id = :id) as is_there;

--! was_followed
select exists (
    select from auth.audit_events e
    where e.session_id = :id and e.action = 'session.refresh_followed' and e.at > :since
) as lately;

--! insert_session (user_agent?, ip_prefix?, not_after?)
insert into auth.sessions (id, user_id, community_id, aal, amr, user_agent, ip_prefix, created_at, updated_at,
    refreshed_at, seen_at, not_after, refresh_key, refresh_counter)
select :id, u.id, u.community_id, :aal, :amr, :user_agent, :ip_prefix, :now, :now, :now, :now, :not_after,
    :refresh_key, 0
from auth.users u
where u.id = :user_id and u.deleted_at is null;

--! save_rotation (user_agent?, ip_prefix?)
update auth.sessions
set refresh_counter = :refresh_counter, refreshed_at = :now, seen_at = :now, updated_at = :now,
    user_agent = coalesce(:user_agent, user_agent), ip_prefix = coalesce(:ip_prefix, ip_prefix)
where id = :id;

--! save_raised
update auth.sessions
set aal = 'aal2', factor_id = :factor_id, amr = :amr, refresh_counter = refresh_counter + 2,
    refresh_floor = refresh_counter + 2, refreshed_at = :now, seen_at = :now, updated_at = :now
where id = :id
returning refresh_counter;

--! save_lowered
update auth.sessions
set aal = 'aal1', factor_id = null, updated_at = :now,
    amr = coalesce((
        select jsonb_agg(proof order by place)
        from jsonb_array_elements(amr) with ordinality as given (proof, place)
        where proof ->> 'method' not in ('totp', 'mfa/recovery_code')
    ), '[]')
where user_id = :user_id and factor_id = any (:factor_ids);

--! delete_sessions_below_aal2
delete from auth.sessions where user_id = :user_id and id <> :kept and aal = 'aal1';

--! save_seen
update auth.sessions set seen_at = :now where id = :id and seen_at < :now;

--! delete_session
delete from auth.sessions where id = :id;

--! delete_sessions_of
delete from auth.sessions where user_id = :user_id;

--! delete_other_sessions
delete from auth.sessions where user_id = :user_id and id <> :kept;

--! list_sessions_of : (user_agent?, ip_prefix?, not_after?)
select s.id, s.aal, s.amr, s.user_agent, s.ip_prefix, s.created_at, s.refreshed_at, s.seen_at, s.not_after
from auth.sessions s
where s.user_id = :user_id
order by s.seen_at desc, s.id
limit :rows;

--! delete_session_of
delete from auth.sessions where user_id = :user_id and id = :id;

--! save_session_kept (user_agent?, ip_prefix?, not_after?)
update auth.sessions
set user_agent = :user_agent, ip_prefix = :ip_prefix, not_after = :not_after, updated_at = :now
where id = :id;
