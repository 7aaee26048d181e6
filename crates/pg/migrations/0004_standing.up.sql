-- A server that may not migrate has to see what the schema is, to say so instead of failing later.
grant usage on schema stoa_guard to authenticator, service_role;
grant select (migration_set, version, state) on stoa_guard.journal to service_role;
create policy journal_standing on stoa_guard.journal for select to service_role using (true);
