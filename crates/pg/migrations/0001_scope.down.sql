revoke usage on schema public from authenticator, anon, authenticated, service_role;
drop schema ops;
drop function auth.community_id();
drop function auth.has_role(text);
drop function auth.email();
drop function auth.role();
drop function auth.uid();
drop function auth.jwt();
drop schema auth;
