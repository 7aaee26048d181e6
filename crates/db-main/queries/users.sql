--: UserRow(email?, email_confirmed_at?, phone?, display_name?, invited_at?, last_sign_in_at?, banned_until?, deleted_at?)

--! find_user : UserRow
select u.id, u.community_id, u.email, u.email_confirmed_at, u.phone, u.display_name, u.user_metadata, u.app_metadata,
    u.is_anonymous, u.invited_at, u.last_sign_in_at, u.banned_until, u.deleted_at, u.created_at, u.updated_at,
    array(
        select r.role from auth.user_roles r
        where r.user_id = u.id and r.community_id = u.community_id order by r.role
    ) as roles
from auth.users u
where u.id = :id;

--! find_user_by_email : UserRow
select u.id, u.community_id, u.email, u.email_confirmed_at, u.phone, u.display_name, u.user_metadata, u.app_metadata,
    u.is_anonymous, u.invited_at, u.last_sign_in_at, u.banned_until, u.deleted_at, u.created_at, u.updated_at,
    array(
        select r.role from auth.user_roles r
        where r.user_id = u.id and r.community_id = u.community_id order by r.role
    ) as roles
from auth.users u
where u.email = :email and u.deleted_at is null;

--! list_users (after?, role?, search?) : UserRow
select u.id, u.community_id, u.email, u.email_confirmed_at, u.phone, u.display_name, u.user_metadata, u.app_metadata,
    u.is_anonymous, u.invited_at, u.last_sign_in_at, u.banned_until, u.deleted_at, u.created_at, u.updated_at,
    array(
        select r.role from auth.user_roles r
        where r.user_id = u.id and r.community_id = u.community_id order by r.role
    ) as roles
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

--! count_users (email?, filter?) : ()
select count(*) as users
from auth.users u
where u.deleted_at is null
    and (:email::text is null or u.email = :email)
    and (:filter::text is null
        or u.id::text = lower(:filter)
        or strpos(lower(u.email), lower(:filter)) > 0
        or strpos(lower(u.display_name), lower(:filter)) > 0
        or strpos(lower(u.user_metadata ->> 'full_name'), lower(:filter)) > 0
        or strpos(u.phone, :filter) > 0);

--! page_users (email?, filter?) : UserRow
-- Newest first, as GoTrue lists them.
select u.id, u.community_id, u.email, u.email_confirmed_at, u.phone, u.display_name, u.user_metadata, u.app_metadata,
    u.is_anonymous, u.invited_at, u.last_sign_in_at, u.banned_until, u.deleted_at, u.created_at, u.updated_at,
    array(
        select r.role from auth.user_roles r
        where r.user_id = u.id and r.community_id = u.community_id order by r.role
    ) as roles
from auth.users u
where u.deleted_at is null
    and (:email::text is null or u.email = :email)
    and (:filter::text is null
        or u.id::text = lower(:filter)
        or strpos(lower(u.email), lower(:filter)) > 0
        or strpos(lower(u.display_name), lower(:filter)) > 0
        or strpos(lower(u.user_metadata ->> 'full_name'), lower(:filter)) > 0
        or strpos(u.phone, :filter) > 0)
order by u.created_at desc, u.id desc
limit :rows offset :skipped;

--! save_user (email?, email_confirmed_at?, phone?, display_name?, banned_until?)
update auth.users
set email = :email, email_confirmed_at = :email_confirmed_at, phone = :phone, display_name = :display_name,
    user_metadata = :user_metadata, app_metadata = :app_metadata, banned_until = :banned_until, updated_at = :now
where id = :id and deleted_at is null;

--! save_dates (banned_until?, invited_at?, last_sign_in_at?)
-- For a user that comes from another platform.
update auth.users
set created_at = :created_at, banned_until = :banned_until, invited_at = :invited_at,
    last_sign_in_at = :last_sign_in_at
where id = :id and deleted_at is null;

--! bury_user (email?)
-- The row stays, because sales, events and other databases know its id; nothing personal stays in it. With a hash in
-- place of the address it can still be shown by its id, without one it is gone for everybody.
update auth.users
set email = :email, email_confirmed_at = null, phone = null, display_name = null, user_metadata = '{}',
    app_metadata = '{}', deleted_at = :now, updated_at = :now
where id = :id and deleted_at is null;
