update public.profiles p set locale = c.locale from public.communities c where c.id = p.community_id and p.locale is null;
alter table public.profiles alter column locale set not null;
