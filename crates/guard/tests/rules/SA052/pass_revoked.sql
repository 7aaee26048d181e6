-- ==== base
create table alembic_version (version_num text primary key);
-- ==== up
revoke all on alembic_version from authenticated;
