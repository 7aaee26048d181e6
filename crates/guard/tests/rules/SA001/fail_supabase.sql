-- ==== config
profile = "supabase"
-- ==== up
create table notes (id uuid primary key, body text not null);
