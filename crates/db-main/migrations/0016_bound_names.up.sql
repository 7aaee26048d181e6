-- As in the operational migration of this name: the names in these bodies mean the same for every caller.
create or replace function in_locale(texts jsonb, wanted text) returns text
language sql immutable
return coalesce(texts ->> wanted, texts ->> 'ru', texts ->> 'kk', texts ->> 'en');

create or replace function is_learning_staff() returns boolean
language sql stable
return auth.has_role('author') or auth.has_role('admin');
