-- Who people are: the one users table of the whole platform, and what proves that somebody is that person.
-- Only the server itself (service_role) reads and writes here; nobody else has any right, in any scope.

create table auth.users (
    id uuid primary key,
    -- The community a new session acts in.
    community_id uuid not null,
    -- In the one form that addresses are compared in; null for somebody who signed up without one.
    email text check (email <> '' and length(email) <= 254),
    email_confirmed_at timestamptz,
    phone text check (phone <> ''),
    display_name text check (display_name <> ''),
    -- Written by the person: shown, never trusted.
    user_metadata jsonb not null check (jsonb_typeof(user_metadata) = 'object'),
    -- Written by us: how the person signs in. Roles are rows of user_roles and never stand here.
    app_metadata jsonb not null
        check (jsonb_typeof(app_metadata) = 'object' and not app_metadata ? 'roles'),
    is_anonymous boolean not null default false,
    invited_at timestamptz,
    last_sign_in_at timestamptz,
    banned_until timestamptz,
    deleted_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create unique index users_email_key on auth.users (email) where deleted_at is null;
create index users_phone on auth.users (phone) where phone is not null;

create table auth.user_roles (
    community_id uuid not null,
    user_id uuid not null references auth.users (id) on delete cascade,
    role text not null check (role ~ '^[a-z][a-z_]{1,39}$'),
    -- Who granted it; null when the system did.
    granted_by uuid references auth.users (id) on delete set null,
    granted_at timestamptz not null,
    primary key (community_id, user_id, role)
);
create index user_roles_user on auth.user_roles (user_id);
create index user_roles_granted_by on auth.user_roles (granted_by) where granted_by is not null;

-- At most one password per person, as a hash in PHC form with its own parameters. No row: no password yet.
create table auth.credentials (
    user_id uuid primary key references auth.users (id) on delete cascade,
    phc text check (phc like '$%$%$%'),
    changed_at timestamptz not null
);

-- One row per sign-in. Revoking a session deletes its row.
create table auth.sessions (
    id uuid primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    community_id uuid not null,
    aal text not null check (aal in ('aal1', 'aal2')),
    -- How the person proved it: [{"method": "password", "timestamp": 1700000000}], newest first.
    amr jsonb not null check (jsonb_typeof(amr) = 'array'),
    user_agent text check (length(user_agent) <= 512),
    -- The network, not the address: 203.0.113.0/24, 2001:db8:1::/48.
    ip_prefix text check (length(ip_prefix) <= 64),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    -- When the refresh token last changed.
    refreshed_at timestamptz not null,
    -- When the session was last used, to the hour.
    seen_at timestamptz not null,
    not_after timestamptz,
    -- Encrypted; the refresh tokens of this session are signed with it.
    refresh_key bytea not null,
    -- The number in the active refresh token.
    refresh_counter bigint not null check (refresh_counter >= 0)
);
create index sessions_user on auth.sessions (user_id);
create index sessions_seen on auth.sessions (seen_at);

create table auth.signing_keys (
    id uuid primary key,
    -- token: signs access tokens and is rotated. api: signs the two API keys and is not.
    purpose text not null check (purpose in ('token', 'api')),
    state text not null check (state in ('next', 'active', 'retired')),
    algorithm text not null check (algorithm = 'ES256'),
    public_jwk jsonb not null check (jsonb_typeof(public_jwk) = 'object' and not public_jwk ? 'd'),
    -- Encrypted.
    private_key bytea not null,
    created_at timestamptz not null,
    signs_from timestamptz not null,
    retired_at timestamptz,
    check ((state = 'retired') = (retired_at is not null))
);
create unique index signing_keys_active_key on auth.signing_keys (purpose) where state = 'active';

-- The two keys that clients are configured with; kept, so that every process shows the same ones for ever.
create table auth.api_keys (
    role text primary key check (role in ('anon', 'service_role')),
    key_id uuid not null references auth.signing_keys (id),
    -- Encrypted.
    token bytea not null,
    created_at timestamptz not null
);
create index api_keys_key on auth.api_keys (key_id);

-- Links and codes that work once; of the secret only the hash is here.
create table auth.one_time_tokens (
    id uuid primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    purpose text not null check (purpose in ('invite', 'recovery')),
    token_sha256 bytea not null check (length(token_sha256) = 32),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
create unique index one_time_tokens_token_key on auth.one_time_tokens (token_sha256);
create index one_time_tokens_user on auth.one_time_tokens (user_id, purpose);

alter table auth.users enable row level security;
alter table auth.users force row level security;
alter table auth.user_roles enable row level security;
alter table auth.user_roles force row level security;
alter table auth.credentials enable row level security;
alter table auth.credentials force row level security;
alter table auth.sessions enable row level security;
alter table auth.sessions force row level security;
alter table auth.signing_keys enable row level security;
alter table auth.signing_keys force row level security;
alter table auth.api_keys enable row level security;
alter table auth.api_keys force row level security;
alter table auth.one_time_tokens enable row level security;
alter table auth.one_time_tokens force row level security;

create policy users_service on auth.users to service_role using (true) with check (true);
create policy user_roles_service on auth.user_roles to service_role using (true) with check (true);
create policy credentials_service on auth.credentials to service_role using (true) with check (true);
create policy sessions_service on auth.sessions to service_role using (true) with check (true);
create policy signing_keys_service on auth.signing_keys to service_role using (true) with check (true);
create policy api_keys_service on auth.api_keys to service_role using (true) with check (true);
create policy one_time_tokens_service on auth.one_time_tokens to service_role using (true) with check (true);

grant select, insert, update on auth.users to service_role;
grant select, insert, delete on auth.user_roles to service_role;
grant select, insert, update, delete on auth.credentials to service_role;
grant select, insert, update, delete on auth.sessions to service_role;
grant select, insert, update on auth.signing_keys to service_role;
grant select, insert on auth.api_keys to service_role;
grant select, insert, update on auth.one_time_tokens to service_role;
