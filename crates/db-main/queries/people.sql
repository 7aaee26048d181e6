-- Whether rows and people belong together. Keys hold most of it; what is counted here they have not held: a key was
-- dropped, or rows came in with triggers off.

--! count_strays
select 'profiles without a person' as what, count(*) as rows from public.profiles x
where not exists (select from auth.users u where u.id = x.user_id)
union all
select 'memberships without a person', count(*) from public.memberships x
where not exists (select from auth.users u where u.id = x.user_id)
union all
select 'enrolments without a person', count(*) from public.enrolments x
where not exists (select from auth.users u where u.id = x.user_id)
union all
select 'roles without a person', count(*) from auth.user_roles x
where not exists (select from auth.users u where u.id = x.user_id)
union all
select 'passwords without a person', count(*) from auth.credentials x
where not exists (select from auth.users u where u.id = x.user_id)
union all
select 'sessions without a person', count(*) from auth.sessions x
where not exists (select from auth.users u where u.id = x.user_id)
union all
select 'factors without a person', count(*) from auth.factors x
where not exists (select from auth.users u where u.id = x.user_id)
union all
select 'names at providers without a person', count(*) from auth.identities x
where not exists (select from auth.users u where u.id = x.user_id)
union all
-- A buyer's account is there a moment before the rest of it.
select 'people without a profile', count(*) from auth.users u
where u.deleted_at is null and not u.is_anonymous and u.created_at < :before
    and not exists (select from public.profiles x where x.user_id = u.id)
union all
select 'people whom nothing can reach', count(*) from auth.users u
where u.deleted_at is null and not u.is_anonymous and u.email is null
    and not exists (select from auth.identities i where i.user_id = u.id)
union all
select 'deleted people who could come in', count(*) from auth.users u
where u.deleted_at is not null
    and (exists (select from auth.sessions s where s.user_id = u.id)
        or exists (select from auth.credentials c where c.user_id = u.id)
        or exists (select from auth.factors f where f.user_id = u.id)
        or exists (select from auth.identities i where i.user_id = u.id)
        or exists (select from auth.user_roles r where r.user_id = u.id));

--! find_unknown_people
select p.id from unnest(:ids::uuid[]) as p (id)
where not exists (select from auth.users u where u.id = p.id);
