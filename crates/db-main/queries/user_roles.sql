--! insert_role (granted_by?)
insert into auth.user_roles (community_id, user_id, role, granted_by, granted_at)
select u.community_id, u.id, :role, :granted_by, :now from auth.users u
where u.id = :user_id and u.deleted_at is null
on conflict do nothing;

--! delete_role
delete from auth.user_roles r using auth.users u
where u.id = :user_id and r.user_id = u.id and r.community_id = u.community_id and r.role = :role;

--! lock_admins
-- Of two who take the last two administrators away at once, the second sees what the first has left.
select pg_advisory_xact_lock(hashtextextended('stoa administrators ' || :community_id::uuid::text, 0)) is not null as locked;

--! count_admins
select count(*) as admins
from auth.user_roles r
join auth.users u on u.id = r.user_id and u.community_id = r.community_id
where r.community_id = :community_id and r.role = 'admin' and u.deleted_at is null
    and (u.banned_until is null or u.banned_until <= :now);

--! delete_roles_except
delete from auth.user_roles r using auth.users u
where u.id = :user_id and r.user_id = u.id and r.community_id = u.community_id and r.role <> all (:kept);
