--! insert_token
insert into auth.one_time_tokens (id, user_id, purpose, token_sha256, created_at, expires_at)
values (:id, :user_id, :purpose, :token_sha256, :now, :expires_at);

--! find_token_holder : (email?)
select u.id, u.email
from auth.one_time_tokens t
join auth.users u on u.id = t.user_id
where t.token_sha256 = :token_sha256 and t.purpose = :purpose and t.used_at is null and t.expires_at > :now
    and u.deleted_at is null;

--! lock_token
select t.user_id
from auth.one_time_tokens t
where t.token_sha256 = :token_sha256 and t.purpose = :purpose and t.used_at is null and t.expires_at > :now
for update;

--! save_tokens_used
update auth.one_time_tokens set used_at = :now
where user_id = :user_id and purpose = :purpose and used_at is null;
