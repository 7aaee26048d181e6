--: UserRow(email?, email_confirmed_at?, phone?, phone_confirmed_at?, display_name?, new_email?, email_change_sent_at?, confirmation_sent_at?, recovery_sent_at?, reauthentication_sent_at?, invited_at?, last_sign_in_at?, banned_until?, deleted_at?)

--! find_user : UserRow
select u.id, u.community_id, u.email, u.email_confirmed_at, u.email_unproved, u.phone, u.phone_confirmed_at, u.display_name, u.user_metadata, u.app_metadata,
    u.is_anonymous, u.new_email, u.email_change_sent_at, u.confirmation_sent_at, u.recovery_sent_at,
    u.reauthentication_sent_at, u.invited_at, u.last_sign_in_at, u.banned_until, u.deleted_at, u.created_at, u.updated_at,
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
    ), '[]') as factors,
    coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', i.id, 'provider', i.provider, 'subject', i.subject, 'email', i.email, 'data', i.data,
            'last_sign_in_at', i.last_sign_in_at, 'created_at', i.created_at, 'updated_at', i.updated_at
        ) order by i.created_at, i.id)
        from auth.identities i where i.user_id = u.id
    ), '[]') as identities
from auth.users u
where u.id = :id;

--! find_user_by_email : UserRow
select u.id, u.community_id, u.email, u.email_confirmed_at, u.email_unproved, u.phone, u.phone_confirmed_at, u.display_name, u.user_metadata, u.app_metadata,
    u.is_anonymous, u.new_email, u.email_change_sent_at, u.confirmation_sent_at, u.recovery_sent_at,
    u.reauthentication_sent_at, u.invited_at, u.last_sign_in_at, u.banned_until, u.deleted_at, u.created_at, u.updated_at,
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
    ), '[]') as factors,
    coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', i.id, 'provider', i.provider, 'subject', i.subject, 'email', i.email, 'data', i.data,
            'last_sign_in_at', i.last_sign_in_at, 'created_at', i.created_at, 'updated_at', i.updated_at
        ) order by i.created_at, i.id)
        from auth.identities i where i.user_id = u.id
    ), '[]') as identities
from auth.users u
where u.email = :email and u.deleted_at is null;

--! list_users (after?, role?, search?) : UserRow
select u.id, u.community_id, u.email, u.email_confirmed_at, u.email_unproved, u.phone, u.phone_confirmed_at, u.display_name, u.user_metadata, u.app_metadata,
    u.is_anonymous, u.new_email, u.email_change_sent_at, u.confirmation_sent_at, u.recovery_sent_at,
    u.reauthentication_sent_at, u.invited_at, u.last_sign_in_at, u.banned_until, u.deleted_at, u.created_at, u.updated_at,
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
    ), '[]') as factors,
    coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', i.id, 'provider', i.provider, 'subject', i.subject, 'email', i.email, 'data', i.data,
            'last_sign_in_at', i.last_sign_in_at, 'created_at', i.created_at, 'updated_at', i.updated_at
        ) order by i.created_at, i.id)
        from auth.identities i where i.user_id = u.id
    ), '[]') as identities
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

--! insert_user (email?, email_confirmed_at?, phone?, phone_confirmed_at?, display_name?)
insert into auth.users (id, community_id, email, email_confirmed_at, email_unproved, phone, phone_confirmed_at, display_name,
    user_metadata, app_metadata, is_anonymous, created_at, updated_at)
values (:id, :community_id, :email, :email_confirmed_at, :email_unproved, :phone, :phone_confirmed_at, :display_name,
    :user_metadata, :app_metadata, :is_anonymous, :now, :now)
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
-- With the first proof it is settled whose the address is, and what a sign-up was refused with is of no use any more.
with settled as (
    delete from auth.refused_sign_ups r
    where r.user_id = :id
        and exists (select from auth.users w where w.id = :id and w.email_confirmed_at is null)
)
update auth.users set email_confirmed_at = coalesce(email_confirmed_at, :now), email_unproved = false, updated_at = :now
where id = :id and deleted_at is null;

--! lock_email_change : (new_email?, email_change_agreed?)
select u.id, u.new_email, u.email_change_agreed from auth.users u
where u.id = :id and u.deleted_at is null
for no key update;

--! save_user_metadata
update auth.users set user_metadata = :user_metadata, updated_at = :now
where id = :id and deleted_at is null;

--! save_name
-- The one name, also in what frontends read, where that was the name until now.
update auth.users u
set display_name = :name::text, updated_at = :now,
    user_metadata = u.user_metadata || (
        select coalesce(jsonb_object_agg(k.key, :name::text), '{}')
        from jsonb_object_keys(u.user_metadata) k (key)
        where k.key in ('full_name', 'name', 'display_name') and u.user_metadata ->> k.key = u.display_name
    )
where u.id = :id and u.deleted_at is null;

--! save_new_email
-- When letters about it were asked for is noted with them.
update auth.users set new_email = :new_email, email_change_agreed = null, email_change_sent_at = null, updated_at = :now
where id = :id and deleted_at is null;

--! delete_new_email
-- The mailboxes' word on it goes too, and nobody can have letters about it written again.
update auth.users set new_email = null, email_change_agreed = null, email_change_sent_at = null, updated_at = :now
where id = :id and new_email is not null;

--! save_email_change_sent
update auth.users set email_change_sent_at = :now where id = :id and deleted_at is null;

--! save_email_change_agreed
update auth.users set email_change_agreed = :mailbox, updated_at = :now
where id = :id and new_email is not null and deleted_at is null;

--! save_email
-- Whoever has a proved address is somebody: not anonymous any more.
update auth.users
set email = :email, email_confirmed_at = :now, email_unproved = false, new_email = null, email_change_agreed = null,
    is_anonymous = false,
    app_metadata = app_metadata || jsonb_build_object(
        'provider', coalesce(app_metadata -> 'provider', '"email"'),
        'providers', case
            when app_metadata -> 'providers' @> '["email"]' then app_metadata -> 'providers'
            else coalesce(app_metadata -> 'providers', '[]') || '["email"]'
        end
    ),
    updated_at = :now
where id = :id and deleted_at is null;

--! save_email_unproved
update auth.users set email_unproved = true where id = :id and deleted_at is null;

--! save_confirmation_sent
update auth.users set confirmation_sent_at = :now where id = :id and deleted_at is null;

--! save_recovery_sent
update auth.users set recovery_sent_at = :now where id = :id and deleted_at is null;

--! save_reauthentication_sent
update auth.users set reauthentication_sent_at = :now where id = :id and deleted_at is null;

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
select u.id, u.community_id, u.email, u.email_confirmed_at, u.email_unproved, u.phone, u.phone_confirmed_at, u.display_name, u.user_metadata, u.app_metadata,
    u.is_anonymous, u.new_email, u.email_change_sent_at, u.confirmation_sent_at, u.recovery_sent_at,
    u.reauthentication_sent_at, u.invited_at, u.last_sign_in_at, u.banned_until, u.deleted_at, u.created_at, u.updated_at,
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
    ), '[]') as factors,
    coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', i.id, 'provider', i.provider, 'subject', i.subject, 'email', i.email, 'data', i.data,
            'last_sign_in_at', i.last_sign_in_at, 'created_at', i.created_at, 'updated_at', i.updated_at
        ) order by i.created_at, i.id)
        from auth.identities i where i.user_id = u.id
    ), '[]') as identities
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

--! count_people (role?, search?) : ()
select count(*) as users
from auth.users u
where u.deleted_at is null
    and (:role::text is null or exists (
        select from auth.user_roles r
        where r.user_id = u.id and r.community_id = u.community_id and r.role = :role
    ))
    and (:search::text is null
        or u.id::text = lower(:search)
        or strpos(lower(u.email), lower(:search)) > 0
        or strpos(lower(u.display_name), lower(:search)) > 0
        or strpos(u.phone, :search) > 0);

--! search_people (before?, role?, search?) : UserRow
-- Newest first; a page begins after the person whose id is the last one shown.
select u.id, u.community_id, u.email, u.email_confirmed_at, u.email_unproved, u.phone, u.phone_confirmed_at, u.display_name, u.user_metadata, u.app_metadata,
    u.is_anonymous, u.new_email, u.email_change_sent_at, u.confirmation_sent_at, u.recovery_sent_at,
    u.reauthentication_sent_at, u.invited_at, u.last_sign_in_at, u.banned_until, u.deleted_at, u.created_at, u.updated_at,
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
    ), '[]') as factors,
    coalesce((
        select jsonb_agg(jsonb_build_object(
            'id', i.id, 'provider', i.provider, 'subject', i.subject, 'email', i.email, 'data', i.data,
            'last_sign_in_at', i.last_sign_in_at, 'created_at', i.created_at, 'updated_at', i.updated_at
        ) order by i.created_at, i.id)
        from auth.identities i where i.user_id = u.id
    ), '[]') as identities
from auth.users u
where u.deleted_at is null
    and (:before::uuid is null
        or (u.created_at, u.id) < (select b.created_at, b.id from auth.users b where b.id = :before))
    and (:role::text is null or exists (
        select from auth.user_roles r
        where r.user_id = u.id and r.community_id = u.community_id and r.role = :role
    ))
    and (:search::text is null
        or u.id::text = lower(:search)
        or strpos(lower(u.email), lower(:search)) > 0
        or strpos(lower(u.display_name), lower(:search)) > 0
        or strpos(u.phone, :search) > 0)
order by u.created_at desc, u.id desc
limit :rows;

--! save_user (email?, email_confirmed_at?, phone?, phone_confirmed_at?, display_name?, banned_until?)
update auth.users
set email = :email, email_confirmed_at = :email_confirmed_at,
    email_unproved = :email_unproved, phone = :phone,
    phone_confirmed_at = :phone_confirmed_at, display_name = :display_name,
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
set email = :email, email_confirmed_at = null, new_email = null, email_change_agreed = null, phone = null,
    phone_confirmed_at = null, display_name = null, user_metadata = '{}',
    app_metadata = '{}', deleted_at = :now, updated_at = :now
where id = :id and deleted_at is null;
