--! insert_role (granted_by?)
insert into auth.user_roles (community_id, user_id, role, granted_by, granted_at)
select u.community_id, u.id, :role, :granted_by, :now from auth.users u
where u.id = :user_id and u.deleted_at is null
on conflict do nothing;

--! delete_role
delete from auth.user_roles r using auth.users u
where u.id = :user_id and r.user_id = u.id and r.community_id = u.community_id and r.role = :role;

--! delete_roles_except
delete from auth.user_roles r using auth.users u
where u.id = :user_id and r.user_id = u.id and r.community_id = u.community_id and r.role <> all (:kept);
