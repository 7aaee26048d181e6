--: UserRow(email?, email_confirmed_at?, phone?, display_name?, invited_at?, last_sign_in_at?, banned_until?, deleted_at?)

--! find_user : UserRow
select u.id, u.community_id, u.email, u.email_confirmed_at, u.phone, u.display_name, u.user_metadata, u.app_metadata,
    u.is_anonymous, u.invited_at, u.last_sign_in_at, u.banned_until, u.deleted_at, u.created_at, u.updated_at,
    array(
        select r.role from auth.user_roles r
        where r.user_id = u.id and r.community_id = u.community_id order by r.role
    ) as roles,
    coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', f.id, 'friendly_name', f.friendly_name, 'is_verified', f.status = 'verified',
            'created_at', f.created_at, 'updated_at', f.updated_at, 'last_challenged_at', f.last_challenged_at
        ) order by f.created_at, f.id)
        from auth.factors f where f.user_id = u.id
    ), '[]') as factors
from auth.users u
where u.id = :id;

--! find_user_by_email : UserRow
select u.id, u.community_id, u.email, u.email_confirmed_at, u.phone, u.display_name, u.user_metadata, u.app_metadata,
    u.is_anonymous, u.invited_at, u.last_sign_in_at, u.banned_until, u.deleted_at, u.created_at, u.updated_at,
    array(
        select r.role from auth.user_roles r
        where r.user_id = u.id and r.community_id = u.community_id order by r.role
    ) as roles,
    coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', f.id, 'friendly_name', f.friendly_name, 'is_verified', f.status = 'verified',
            'created_at', f.created_at, 'updated_at', f.updated_at, 'last_challenged_at', f.last_challenged_at
        ) order by f.created_at, f.id)
        from auth.factors f where f.user_id = u.id
    ), '[]') as factors
from auth.users u
where u.email = :email and u.deleted_at is null;

--! list_users (after?, role?, search?) : UserRow
select u.id, u.community_id, u.email, u.email_confirmed_at, u.phone, u.display_name, u.user_metadata, u.app_metadata,
    u.is_anonymous, u.invited_at, u.last_sign_in_at, u.banned_until, u.deleted_at, u.created_at, u.updated_at,
    array(
        select r.role from auth.user_roles r
        where r.user_id = u.id and r.community_id = u.community_id order by r.role
    ) as roles,
    coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', f.id, 'friendly_name', f.friendly_name, 'is_verified', f.status = 'verified',
            'created_at', f.created_at, 'updated_at', f.updated_at, 'last_challenged_at', f.last_challenged_at
        ) order by f.created_at, f.id)
        from auth.factors f where f.user_id = u.id
    ), '[]') as factors
from auth.users u
where u.deleted_at is null
    and (:after::uuid is null or u.id > :after)
    and (:role::text is null or exists (
        select from auth.user_roles r
        where r.user_id = u.id and r.community_id = u.community_id and r.role = :role
    ))
    and (:search::text is null
        or strpos(lower(u.email), lower(:search)) > 0
        or strpos(lower(u.display_name), lower(:search)) > 0)
order by u.id
limit :rows;

--! insert_user (email?, email_confirmed_at?, phone?, display_name?)
insert into auth.users (id, community_id, email, email_confirmed_at, phone, display_name, user_metadata, app_metadata,
    created_at, updated_at)
values (:id, :community_id, :email, :email_confirmed_at, :phone, :display_name, :user_metadata, :app_metadata,
    :now, :now)
on conflict (email) where deleted_at is null do nothing;

--! lock_user : (banned_until?)
select u.id, u.banned_until from auth.users u
where u.id = :id and u.deleted_at is null
for no key update;

--! save_sign_in
update auth.users set last_sign_in_at = :now, updated_at = :now
where id = :id and deleted_at is null;

--! save_invited
update auth.users set invited_at = :now, updated_at = :now
where id = :id and deleted_at is null;

--! save_email_confirmed
update auth.users set email_confirmed_at = coalesce(email_confirmed_at, :now), updated_at = :now
where id = :id and deleted_at is null;
