create or replace function auth.jwt() returns jsonb
language sql stable
as $$ select nullif(current_setting('request.jwt.claims', true), '')::jsonb $$;

create or replace function auth.uid() returns uuid
language sql stable
as $$ select nullif(auth.jwt() ->> 'sub', '')::uuid $$;

create or replace function auth.role() returns text
language sql stable
as $$ select auth.jwt() ->> 'role' $$;

create or replace function auth.email() returns text
language sql stable
as $$ select auth.jwt() ->> 'email' $$;

create or replace function auth.has_role(wanted text) returns boolean
language sql stable
as $$ select coalesce(auth.jwt() -> 'app_metadata' -> 'roles' ? wanted, false) $$;

create or replace function auth.community_id() returns uuid
language sql stable
as $$ select nullif(auth.jwt() ->> 'community_id', '')::uuid $$;
