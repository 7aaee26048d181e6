--! find_profile : (chosen?, phone?)
-- The policy of communities leaves the one the person acts in and those they belong to; it is asked once, for it costs as much
-- as all the rest.
select
    p.user_id, p.community_id, p.name, p.locale as chosen, p.zone, p.phone, p.version,
    coalesce(p.locale, own.locale, 'ru') as locale,
    coalesce(own.communities, '[]') as communities
from profiles p
cross join lateral (
    select
        jsonb_agg(jsonb_build_object('id', c.id, 'slug', c.slug, 'name', c.name) order by c.slug) as communities,
        max(c.locale) filter (where c.id = p.community_id) as locale
    from communities c
) own
where p.user_id = :user_id;

--! ensure_membership
insert into memberships (community_id, user_id, created_at)
values (:community_id, :user_id, :now)
on conflict do nothing;

--! ensure_profile (name?, locale?)
-- Without a name: the one identity knows, else what stands before the @, else the phone, else a piece of the id.
insert into profiles (user_id, community_id, name, locale, zone, created_at, updated_at)
select
    u.id, c.id,
    left(coalesce(:name, u.display_name, nullif(split_part(u.email, '@', 1), ''), u.phone, left(u.id::text, 8)), 120),
    :locale, c.zone, :now, :now
from auth.users u
join communities c on c.id = :community_id
where u.id = :user_id
on conflict (user_id) do nothing;

--! save_first_locale
-- The language somebody speaks of whom none is known.
update profiles set locale = :locale, updated_at = :now, version = version + 1
where user_id = :user_id and locale is null;

--! update_profile (name?, locale?, version?)
-- Absent fields stay; a given version must be the row's.
update profiles
set name = coalesce(:name, name), locale = coalesce(:locale, locale), updated_at = :now, version = version + 1
where user_id = :user_id and (:version::int is null or version = :version);
