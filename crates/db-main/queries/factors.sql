--: FactorRow(friendly_name?, last_challenged_at?)

--! list_factors : FactorRow
select f.id, f.user_id, f.friendly_name, f.status, f.created_at, f.updated_at, f.last_challenged_at
from auth.factors f
where f.user_id = :user_id
order by f.created_at, f.id;

--! lock_factor : (last_step?, locked_until?)
select f.status, f.secret, f.last_step, f.wrong_tries, f.locked_until
from auth.factors f
where f.id = :id and f.user_id = :user_id
for update;

--! insert_factor (friendly_name?)
insert into auth.factors (id, user_id, friendly_name, kind, status, secret, wrong_tries, created_at, updated_at)
values (:id, :user_id, :friendly_name, 'totp', 'unverified', :secret, 0, :now, :now)
on conflict (user_id, friendly_name) where friendly_name is not null do nothing;

--! save_factor_proved
update auth.factors
set status = 'verified', last_step = :last_step, wrong_tries = 0, locked_until = null, updated_at = :now
where id = :id;

--! save_factor_wrong (locked_until?)
update auth.factors set wrong_tries = :wrong_tries, locked_until = :locked_until where id = :id;

--! save_factor_challenged
update auth.factors set last_challenged_at = :now where id = :id;

--! save_factor_name (friendly_name?)
update auth.factors set friendly_name = :friendly_name, updated_at = :now where id = :id and user_id = :user_id;

--! delete_factor
delete from auth.factors where id = :id and user_id = :user_id;

--! delete_other_unverified_factors
delete from auth.factors where user_id = :user_id and id <> :kept and status = 'unverified';

--! delete_abandoned_factors
delete from auth.factors where user_id = :user_id and status = 'unverified' and created_at < :before;

--! insert_challenge
insert into auth.factor_challenges (id, factor_id, session_id, wrong_tries, created_at, expires_at)
values (:id, :factor_id, :session_id, 0, :now, :expires_at);

--! lock_challenge : (closed_at?)
select c.wrong_tries, c.expires_at, c.closed_at
from auth.factor_challenges c
where c.id = :id and c.factor_id = :factor_id and c.session_id = :session_id
for update;

--! save_challenge_wrong (closed_at?)
update auth.factor_challenges set wrong_tries = :wrong_tries, closed_at = :closed_at where id = :id;

--! save_challenge_closed
update auth.factor_challenges set closed_at = :now where id = :id;

--! delete_old_challenges
delete from auth.factor_challenges where factor_id = :factor_id and expires_at <= :now;

--! delete_factors_of
delete from auth.factors where user_id = :user_id;

--! find_challenge_session
-- The session that was begun for a foreign caller when they asked for this challenge, until it rises.
select c.session_id
from auth.factor_challenges c
join auth.sessions s on s.id = c.session_id
where c.id = :id and c.factor_id = :factor_id and s.user_id = :user_id and s.aal = 'aal1'
    and s.amr -> -1 ->> 'method' = 'federated';
