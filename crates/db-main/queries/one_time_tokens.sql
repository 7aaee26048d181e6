--: TokenRow(email?, redirect_to?, flow_id?)

--! insert_token (email?, code_mac?, code_expires_at?, redirect_to?, flow_id?)
-- Takes the place of the open token of its kind; invitations stand beside each other.
insert into auth.one_time_tokens (id, user_id, purpose, token_sha256, email, code_mac, code_expires_at, redirect_to, flow_id,
    created_at, expires_at)
values (:id, :user_id, :purpose, :token_sha256, :email, :code_mac, :code_expires_at, :redirect_to, :flow_id,
    :now, :expires_at)
on conflict (user_id, purpose) where used_at is null and purpose <> 'invite' do update
set id = excluded.id, token_sha256 = excluded.token_sha256, email = excluded.email, code_mac = excluded.code_mac,
    code_expires_at = excluded.code_expires_at, code_tries = 0, redirect_to = excluded.redirect_to,
    flow_id = excluded.flow_id, created_at = excluded.created_at, expires_at = excluded.expires_at;

--! find_token_holder : (email?)
select u.id, u.email
from auth.one_time_tokens t
join auth.users u on u.id = t.user_id
where t.token_sha256 = :token_sha256 and t.purpose = :purpose and t.used_at is null and t.expires_at > :now
    and u.deleted_at is null;

--! lock_token
-- The person first, then the token, here and below: so does whoever uses up all tokens of a person, and nobody waits for
-- one who waits for him.
select t.user_id
from auth.one_time_tokens t
join auth.users u on u.id = t.user_id
where t.token_sha256 = :token_sha256 and t.purpose = :purpose and t.used_at is null and t.expires_at > :now
    and u.deleted_at is null
for no key update of u
for update of t;

--! find_link_token : TokenRow
select t.id, t.user_id, t.purpose, t.email, t.redirect_to, t.flow_id
from auth.one_time_tokens t
join auth.users u on u.id = t.user_id
where t.token_sha256 = :token_sha256 and t.purpose = any (:purposes) and t.used_at is null and t.expires_at > :now
    and u.deleted_at is null;

--! lock_link_token : TokenRow
select t.id, t.user_id, t.purpose, t.email, t.redirect_to, t.flow_id
from auth.one_time_tokens t
join auth.users u on u.id = t.user_id
where t.token_sha256 = :token_sha256 and t.purpose = any (:purposes) and t.used_at is null and t.expires_at > :now
    and u.deleted_at is null
for no key update of u
for update of t;

--: CodeRow(redirect_to?, flow_id?, code_mac?)

--! lock_code_tokens : CodeRow
-- In the order of their ids, so that two who try at once do not wait for each other.
select t.id, t.user_id, t.purpose, t.redirect_to, t.flow_id, t.code_mac
from auth.one_time_tokens t
join auth.users u on u.id = t.user_id
where t.email = :email and t.purpose = any (:purposes) and t.used_at is null and t.code_mac is not null
    and t.code_expires_at > :now and t.code_tries < 5 and u.deleted_at is null
order by t.id
for no key update of u
for update of t;

--! save_code_tries
update auth.one_time_tokens set code_tries = code_tries + 1 where id = any (:ids);

--! save_token_used
update auth.one_time_tokens set used_at = :now where id = :id and used_at is null;

--! save_tokens_used
update auth.one_time_tokens set used_at = :now
where user_id = :user_id and purpose = :purpose and used_at is null;

--! save_all_tokens_used
update auth.one_time_tokens set used_at = :now where user_id = :user_id and used_at is null;

--! has_used_invite
select exists (
    select from auth.one_time_tokens t
    where t.user_id = :user_id and t.purpose = 'invite' and t.used_at is not null
) as answer;

--! delete_tokens_of
-- Of somebody who is deleted: tokens hold addresses, and so does nothing else that is left then.
with refused as (delete from auth.refused_sign_ups where user_id = :user_id)
delete from auth.one_time_tokens where user_id = :user_id;
