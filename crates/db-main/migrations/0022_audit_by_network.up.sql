-- stoa:no-transaction
-- Who searches for a network reads its events and no others; the table only grows.
create index concurrently audit_events_network on auth.audit_events (ip_prefix, seq) where ip_prefix is not null;
