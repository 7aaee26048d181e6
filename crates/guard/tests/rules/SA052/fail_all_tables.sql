-- ==== base
create table alembic_version (version_num text primary key);
-- ==== up
grant all on all tables in schema public to authenticated;
