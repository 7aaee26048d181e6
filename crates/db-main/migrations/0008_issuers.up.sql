-- Under which names this platform has signed tokens: a start under another name is noticed before it refuses everybody.
create table auth.issuers (
    issuer text primary key check (issuer <> '' and length(issuer) <= 1024),
    first_used_at timestamptz not null,
    last_used_at timestamptz not null
);

alter table auth.issuers enable row level security;
alter table auth.issuers force row level security;
create policy issuers_service on auth.issuers to service_role using (true) with check (true);
grant select, insert, update on auth.issuers to service_role;

-- When the master key is lost, the API keys are too, and others take their place.
grant delete on auth.api_keys to service_role;
