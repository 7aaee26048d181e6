-- What policies speak of, in the words that Supabase uses, so that policies written there work here unchanged.
create schema auth;
create schema ops;

create function auth.jwt() returns jsonb
language sql stable
as $$ select nullif(current_setting('request.jwt.claims', true), '')::jsonb $$;

create function auth.uid() returns uuid
language sql stable
as $$ select nullif(auth.jwt() ->> 'sub', '')::uuid $$;

create function auth.role() returns text
language sql stable
as $$ select auth.jwt() ->> 'role' $$;

create function auth.email() returns text
language sql stable
as $$ select auth.jwt() ->> 'email' $$;

-- The roles of the academy, which the server puts into the claims from the live session.
create function auth.has_role(wanted text) returns boolean
language sql stable
as $$ select coalesce(auth.jwt() -> 'app_metadata' -> 'roles' ? wanted, false) $$;

create function auth.community_id() returns uuid
language sql stable
as $$ select nullif(auth.jwt() ->> 'community_id', '')::uuid $$;

-- Statements are parsed as authenticator when they are prepared outside a transaction, so it may look up names, and
-- nothing else.
grant usage on schema auth, ops, public to authenticator, anon, authenticated, service_role;
grant execute on function
    auth.jwt(), auth.uid(), auth.role(), auth.email(), auth.has_role(text), auth.community_id()
to anon, authenticated, service_role;
