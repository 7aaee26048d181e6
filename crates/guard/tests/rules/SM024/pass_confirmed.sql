-- ==== base
create table sessions (id uuid primary key);
-- ==== up
-- stoa:confirm truncate public.sessions: everybody signs in again after the new keys
truncate sessions;
