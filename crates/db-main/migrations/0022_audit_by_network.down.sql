-- stoa:no-transaction
drop index concurrently auth.audit_events_network;
