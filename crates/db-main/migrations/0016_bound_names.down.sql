create or replace function in_locale(texts jsonb, wanted text) returns text
language sql immutable
as $$ select coalesce(texts ->> wanted, texts ->> 'ru', texts ->> 'kk', texts ->> 'en') $$;

create or replace function is_learning_staff() returns boolean
language sql stable
as $$ select auth.has_role('author') or auth.has_role('admin') $$;
