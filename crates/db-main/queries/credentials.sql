--! find_login : (phc?)
select u.id as user_id, c.phc
from auth.users u
left join auth.credentials c on c.user_id = u.id
where u.email = :email and u.deleted_at is null;

--! lock_credential : (phc?)
select c.user_id, c.phc from auth.credentials c where c.user_id = :user_id for update;

--! save_credential
insert into auth.credentials (user_id, phc, changed_at) values (:user_id, :phc, :now)
on conflict (user_id) do update set phc = excluded.phc, changed_at = excluded.changed_at;

--! save_rehashed
update auth.credentials set phc = :phc where user_id = :user_id and phc = :seen;

--! find_credential : (phc?)
select c.user_id, c.phc from auth.credentials c where c.user_id = :user_id;

--! delete_credential
delete from auth.credentials where user_id = :user_id;

--! has_second_factor
select exists (select from auth.factors f where f.user_id = :user_id and f.status = 'verified') as answer;
