drop trigger api_keys_changed on auth.api_keys;
drop trigger signing_keys_changed on auth.signing_keys;
drop trigger profiles_locale_changed on public.profiles;
drop trigger user_roles_changed on auth.user_roles;
drop trigger users_changed on auth.users;
drop trigger sessions_changed on auth.sessions;
drop trigger sessions_ended on auth.sessions;
drop function auth.hint_keys(), auth.hint_owner(), auth.hint_user(), auth.hint_session();
