drop table auth.audit_events;
