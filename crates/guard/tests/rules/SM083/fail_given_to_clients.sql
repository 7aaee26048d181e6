-- ==== base
create role service_role nologin bypassrls;
-- ==== up
grant service_role to authenticated;
