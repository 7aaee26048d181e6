--! find_login : (phc?, refused_phc?)
select u.id as user_id, c.phc, r.phc as refused_phc
from auth.users u
left join auth.credentials c on c.user_id = u.id
left join auth.refused_sign_ups r on r.user_id = u.id
where u.email = :email and u.deleted_at is null;

--! lock_credential : (phc?)
select c.user_id, c.phc from auth.credentials c where c.user_id = :user_id for update;

--! save_credential
insert into auth.credentials (user_id, phc, changed_at) values (:user_id, :phc, :now)
on conflict (user_id) do update set phc = excluded.phc, changed_at = excluded.changed_at, contested = false;

--! save_rehashed
update auth.credentials set phc = :phc where user_id = :user_id and phc = :seen;

--! find_credential : (phc?)
select c.user_id, c.phc from auth.credentials c where c.user_id = :user_id;

--! delete_credential
delete from auth.credentials where user_id = :user_id;

--! has_second_factor
select exists (select from auth.factors f where f.user_id = :user_id and f.status = 'verified') as answer;

--! find_waiting : (phc?)
-- The password of an account that waits for the proof of its address.
select c.user_id, c.phc
from auth.users u
join auth.credentials c on c.user_id = u.id and c.phc is not null
where u.email = :email and u.deleted_at is null and u.email_confirmed_at is null;

--! save_contested
update auth.credentials set contested = true where user_id = :user_id;

--! is_contested
select exists (select from auth.credentials c where c.user_id = :user_id and c.contested) as answer;

--! save_refused_sign_up
insert into auth.refused_sign_ups (user_id, phc, refused_at) values (:user_id, :phc, :now)
on conflict (user_id) do update set phc = excluded.phc, refused_at = excluded.refused_at;
