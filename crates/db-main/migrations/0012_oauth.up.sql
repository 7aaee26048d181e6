-- Sign-ins that are under way at a provider. A row is used once, within ten minutes.
create table auth.oauth_flows (
    id uuid primary key,
    -- Of what the provider brings back, and of what the browser holds, only the hashes are here.
    state_sha256 bytea not null check (length(state_sha256) = 32),
    browser_sha256 bytea check (length(browser_sha256) = 32),
    nonce_sha256 bytea not null check (length(nonce_sha256) = 32),
    provider text not null,
    -- Encrypted: our secret towards the provider (RFC 7636).
    verifier bytea not null,
    -- Where the person goes in the end; it was allowed when the sign-in began.
    redirect_to text not null check (length(redirect_to) <= 4096),
    -- The client's own challenge, when it uses PKCE towards us.
    code_challenge text check (length(code_challenge) between 43 and 128),
    code_challenge_method text check (code_challenge_method in ('s256', 'plain')),
    -- Who adds the provider to the ways to sign in; null for a sign-in.
    link_user_id uuid references auth.users (id) on delete cascade,
    created_at timestamptz not null,
    check ((code_challenge is null) = (code_challenge_method is null))
);
create unique index oauth_flows_state_key on auth.oauth_flows (state_sha256);
create index oauth_flows_created on auth.oauth_flows (created_at);
create index oauth_flows_link_user on auth.oauth_flows (link_user_id) where link_user_id is not null;

-- What a provider gave along with a sign-in, until the client has exchanged its code; encrypted.
create table auth.provider_tokens (
    flow_id uuid primary key references auth.flow_states (id) on delete cascade,
    sealed bytea not null
);

alter table auth.oauth_flows enable row level security;
alter table auth.oauth_flows force row level security;
alter table auth.provider_tokens enable row level security;
alter table auth.provider_tokens force row level security;
create policy oauth_flows_service on auth.oauth_flows to service_role using (true) with check (true);
create policy provider_tokens_service on auth.provider_tokens to service_role using (true) with check (true);
grant select, insert, delete on auth.oauth_flows to service_role;
grant select, insert on auth.provider_tokens to service_role;
