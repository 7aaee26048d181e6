-- stoa:no-transaction
-- The same for an address that nobody here has: what was tried with it is found by its tag.
create index concurrently audit_events_address on auth.audit_events ((details ->> 'address'), seq)
    where (details ->> 'address') is not null;
