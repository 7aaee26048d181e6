-- What was done to identities, and what was tried. Append-only: even the server may only add and read. How long rows
-- are kept is a later concern, and will be the owner's work, not the server's.

create table auth.audit_events (
    id uuid primary key,
    -- The order of events, also of those within one millisecond; of a search too.
    seq bigint generated always as identity,
    community_id uuid not null,
    at timestamptz not null,
    -- One of a closed list in the code: session.signed_in.
    action text not null check (action ~ '^[a-z][a-z_]*\.[a-z][a-z_]*$' and length(action) <= 60),
    -- user: a signed-in person. service: the service key. system: the platform itself. visitor: nobody we know.
    actor_kind text not null check (actor_kind in ('user', 'service', 'system', 'visitor')),
    actor_id uuid,
    -- Whom it is about. No foreign keys here: what happened stays true when its row is gone.
    subject_user_id uuid,
    session_id uuid,
    -- The network, not the address: 203.0.113.0/24, 2001:db8:1::/48.
    ip_prefix text check (length(ip_prefix) <= 64),
    user_agent text check (length(user_agent) <= 512),
    request_id text check (length(request_id) <= 64),
    -- Facts beside it; never a secret, an address or a name.
    details jsonb not null check (jsonb_typeof(details) = 'object'),
    check ((actor_kind = 'user') = (actor_id is not null))
);
create unique index audit_events_seq_key on auth.audit_events (seq);
create index audit_events_action on auth.audit_events (action, seq);
create index audit_events_subject on auth.audit_events (subject_user_id, seq) where subject_user_id is not null;
create index audit_events_actor on auth.audit_events (actor_id, seq) where actor_id is not null;
create index audit_events_session on auth.audit_events (session_id, seq) where session_id is not null;
create index audit_events_request on auth.audit_events (request_id) where request_id is not null;

alter table auth.audit_events enable row level security;
alter table auth.audit_events force row level security;
create policy audit_events_service on auth.audit_events to service_role using (true) with check (true);
grant select, insert on auth.audit_events to service_role;
