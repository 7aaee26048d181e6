drop policy journal_standing on stoa_guard.journal;
revoke select (migration_set, version, state) on stoa_guard.journal from service_role;
revoke usage on schema stoa_guard from authenticator, service_role;
