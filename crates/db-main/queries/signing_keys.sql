--! list_keys : (retired_at?, verifies_until?)
select k.id, k.purpose, k.state, k.public_jwk, k.private_key, k.created_at, k.signs_from, k.retired_at,
    k.verifies_until
from auth.signing_keys k
order by k.created_at, k.id;

--! insert_active_key
insert into auth.signing_keys (id, purpose, state, algorithm, public_jwk, private_key, created_at, signs_from)
values (:id, :purpose, 'active', 'ES256', :public_jwk, :private_key, :now, :now)
on conflict (purpose) where state = 'active' do nothing;

--! insert_next_key
insert into auth.signing_keys (id, purpose, state, algorithm, public_jwk, private_key, created_at, signs_from)
values (:id, 'token', 'next', 'ES256', :public_jwk, :private_key, :now, :signs_from)
on conflict (purpose) where state = 'next' do nothing;

--! save_key_retired
update auth.signing_keys set state = 'retired', retired_at = :retired_at, verifies_until = :verifies_until
where id = :id and state <> 'retired';

--! save_key_active
update auth.signing_keys set state = 'active' where id = :id and state = 'next';

--! save_key_verifies_until
update auth.signing_keys set verifies_until = :verifies_until where id = :id and state = 'retired';

--! list_api_keys : ()
select a.role, a.key_id, a.token from auth.api_keys a order by a.role;

--! insert_api_key
insert into auth.api_keys (role, key_id, token, created_at) values (:role, :key_id, :token, :now)
on conflict (role) do nothing;
