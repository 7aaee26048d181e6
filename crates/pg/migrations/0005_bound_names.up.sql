-- Bodies that are not quoted are bound to what their names mean here and now: no caller's search path can put another
-- function or operator in their place. Unlike a pinned search path it lets the planner put them into the query.
create or replace function auth.jwt() returns jsonb
language sql stable
return nullif(current_setting('request.jwt.claims', true), '')::jsonb;

create or replace function auth.uid() returns uuid
language sql stable
return nullif(auth.jwt() ->> 'sub', '')::uuid;

create or replace function auth.role() returns text
language sql stable
return auth.jwt() ->> 'role';

create or replace function auth.email() returns text
language sql stable
return auth.jwt() ->> 'email';

create or replace function auth.has_role(wanted text) returns boolean
language sql stable
return coalesce(auth.jwt() -> 'app_metadata' -> 'roles' ? wanted, false);

create or replace function auth.community_id() returns uuid
language sql stable
return nullif(auth.jwt() ->> 'community_id', '')::uuid;
