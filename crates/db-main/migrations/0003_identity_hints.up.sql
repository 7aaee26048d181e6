-- Whatever a process remembers of sessions and keys, it forgets when another one changes it. The hint goes with the
-- commit, and no operation can forget to send it: what the live session is read from has a trigger here.
-- Refreshes and the note of the last use change nothing that is remembered, and send nothing.

create function auth.hint_session() returns trigger
language plpgsql
set search_path = ''
as $$
begin
    perform pg_catalog.pg_notify('stoa_identity', 'session:' || old.id);
    return null;
end
$$;

create function auth.hint_user() returns trigger
language plpgsql
set search_path = ''
as $$
begin
    perform pg_catalog.pg_notify('stoa_identity', 'user:' || new.id);
    return null;
end
$$;

-- For rows that belong to a user.
create function auth.hint_owner() returns trigger
language plpgsql
set search_path = ''
as $$
begin
    perform pg_catalog.pg_notify('stoa_identity', 'user:' || coalesce(new.user_id, old.user_id));
    return null;
end
$$;

create function auth.hint_keys() returns trigger
language plpgsql
set search_path = ''
as $$
begin
    perform pg_catalog.pg_notify('stoa_identity', 'keys');
    return null;
end
$$;

create trigger sessions_ended after delete on auth.sessions
for each row execute function auth.hint_session();

create trigger sessions_changed after update of user_id, community_id, aal, not_after on auth.sessions
for each row
when ((old.user_id, old.community_id, old.aal, old.not_after) is distinct from
      (new.user_id, new.community_id, new.aal, new.not_after))
execute function auth.hint_session();

-- A user that is deleted takes the sessions along, and those say so.
create trigger users_changed after update of community_id, email, banned_until, deleted_at on auth.users
for each row
when ((old.community_id, old.email, old.banned_until, old.deleted_at) is distinct from
      (new.community_id, new.email, new.banned_until, new.deleted_at))
execute function auth.hint_user();

create trigger user_roles_changed after insert or update or delete on auth.user_roles
for each row execute function auth.hint_owner();

create trigger profiles_locale_changed after update of locale on public.profiles
for each row when (old.locale is distinct from new.locale)
execute function auth.hint_owner();

create trigger signing_keys_changed after insert or update or delete on auth.signing_keys
for each row execute function auth.hint_keys();

create trigger api_keys_changed after insert or update or delete on auth.api_keys
for each row execute function auth.hint_keys();
