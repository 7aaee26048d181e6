--! find_federated : (signed_out_at?, token_seen_at?, email?, banned_until?, deleted_at?, locale?)
select i.user_id, i.signed_out_at, i.token_seen_at, u.community_id, u.email, u.banned_until, u.deleted_at, p.locale,
    exists (select from auth.factors f where f.user_id = u.id and f.status = 'verified') as has_factor,
    array(
        select r.role from auth.user_roles r
        where r.user_id = u.id and r.community_id = u.community_id order by r.role
    ) as roles
from auth.identities i
join auth.users u on u.id = i.user_id
left join public.profiles p on p.user_id = i.user_id
where i.issuer = :issuer and i.subject = :subject;

--! insert_identity (email?)
insert into auth.identities (id, user_id, provider, issuer, subject, email, data, last_sign_in_at, created_at, updated_at)
values (:id, :user_id, :provider, :issuer, :subject, :email, :data, :now, :now, :now)
on conflict (issuer, subject) do nothing;

--! save_identities_signed_out
update auth.identities set signed_out_at = :now where user_id = :user_id;

--! find_identity_owner : (deleted_at?)
select i.id, i.user_id, u.deleted_at
from auth.identities i
join auth.users u on u.id = i.user_id
where i.issuer = :issuer and i.subject = :subject;

--! refresh_user_metadata
-- What the provider says of the person now, where the person has put nothing else in its place.
update auth.users u
set updated_at = :now, user_metadata = u.user_metadata || (
    select coalesce(jsonb_object_agg(s.key, s.value), '{}')
    from jsonb_each(:said::jsonb) s (key, value)
    where coalesce(u.user_metadata -> s.key = i.data -> s.key, not jsonb_exists(u.user_metadata, s.key))
)
from auth.identities i
where i.id = :id and u.id = i.user_id and u.deleted_at is null;

--! save_identity_sign_in (email?)
update auth.identities set email = :email, data = :data, last_sign_in_at = :now, updated_at = :now where id = :id;

--! list_identities_of : (email?, last_sign_in_at?)
select i.id, i.provider, i.subject, i.email, i.data, i.last_sign_in_at, i.created_at, i.updated_at
from auth.identities i
where i.user_id = :user_id
order by i.created_at, i.id;

--! delete_identity
delete from auth.identities where id = :id;

--! save_app_metadata
update auth.users set app_metadata = :app_metadata, updated_at = :now where id = :id and deleted_at is null;

--! delete_identities_of
delete from auth.identities where user_id = :user_id;

--! list_identity_names
select i.issuer, i.subject from auth.identities i where i.user_id = :user_id;

--! save_departed
insert into auth.departed (id, departed_at) values (:id, :now)
on conflict (id) do update set departed_at = excluded.departed_at;

--! find_departed
select departed_at from auth.departed where id = :id;
