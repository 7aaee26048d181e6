-- Whose tokens are accepted beside our own, as the last start had it: a change that signs people out is noticed first.
create table auth.accepted_issuers (
    issuer text primary key check (issuer <> '' and length(issuer) <= 1024),
    -- What the settings call it: legacy.
    name text not null check (name <> ''),
    audience text not null check (audience <> ''),
    -- Made with the master key: says whether secret or key set are those of before, and nothing else about them.
    keys_tag bytea not null check (length(keys_tag) = 41),
    -- Whose time is over is lost by plan.
    accept_until timestamptz,
    first_accepted_at timestamptz not null,
    last_accepted_at timestamptz not null
);

alter table auth.accepted_issuers enable row level security;
alter table auth.accepted_issuers force row level security;
create policy accepted_issuers_service on auth.accepted_issuers to service_role using (true) with check (true);
grant select, insert, update, delete on auth.accepted_issuers to service_role;

-- When a token of the issuer was last brought here, to the hour: people without a session of ours.
alter table auth.identities add column token_seen_at timestamptz;
