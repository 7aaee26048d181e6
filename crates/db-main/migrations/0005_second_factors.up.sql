-- The second proof: authenticator apps, their challenges, codes for the day the phone is lost, and what a session knows of it.
-- Only the server itself (service_role) reads and writes here.

-- One authenticator app of one person.
create table auth.factors (
    id uuid primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    friendly_name text check (friendly_name <> '' and length(friendly_name) <= 100),
    kind text not null check (kind = 'totp'),
    status text not null check (status in ('unverified', 'verified')),
    -- Encrypted: the app's key, bound to this row.
    secret bytea not null,
    -- The time step of the last code that was accepted: no code of it, nor an older one, is accepted again.
    last_step bigint,
    -- Wrong codes since the last right one, over all challenges.
    wrong_tries integer not null check (wrong_tries >= 0),
    locked_until timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    last_challenged_at timestamptz
);
create unique index factors_name_key on auth.factors (user_id, friendly_name) where friendly_name is not null;
create index factors_user on auth.factors (user_id);

-- One try to prove a factor, by the session that asked for it.
create table auth.factor_challenges (
    id uuid primary key,
    factor_id uuid not null references auth.factors (id) on delete cascade,
    session_id uuid not null references auth.sessions (id) on delete cascade,
    wrong_tries integer not null check (wrong_tries >= 0),
    created_at timestamptz not null,
    expires_at timestamptz not null,
    -- A code proved right, or too many proved wrong.
    closed_at timestamptz
);
create index factor_challenges_factor on auth.factor_challenges (factor_id);
create index factor_challenges_session on auth.factor_challenges (session_id);

-- At most one set of recovery codes per person.
create table auth.recovery_sets (
    id uuid primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    friendly_name text not null check (friendly_name <> '' and length(friendly_name) <= 100),
    wrong_tries integer not null check (wrong_tries >= 0),
    locked_until timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create unique index recovery_sets_user_key on auth.recovery_sets (user_id);

-- Each works once; only the hash is here.
create table auth.recovery_codes (
    id uuid primary key,
    set_id uuid not null references auth.recovery_sets (id) on delete cascade,
    code_sha256 bytea not null check (length(code_sha256) = 32),
    used_at timestamptz
);
create unique index recovery_codes_code_key on auth.recovery_codes (set_id, code_sha256);

-- By which factor or set of codes the session rose to aal2; no key, since it may be either.
alter table auth.sessions add column factor_id uuid;
-- Refresh tokens with a smaller number were issued before the session rose, and must not rise with it.
alter table auth.sessions add column refresh_floor bigint not null default 0;
alter table auth.sessions
    add constraint sessions_floor_check check (refresh_floor >= 0 and refresh_floor <= refresh_counter);
create index sessions_factor on auth.sessions (factor_id) where factor_id is not null;

alter table auth.factors enable row level security;
alter table auth.factors force row level security;
alter table auth.factor_challenges enable row level security;
alter table auth.factor_challenges force row level security;
alter table auth.recovery_sets enable row level security;
alter table auth.recovery_sets force row level security;
alter table auth.recovery_codes enable row level security;
alter table auth.recovery_codes force row level security;

create policy factors_service on auth.factors to service_role using (true) with check (true);
create policy factor_challenges_service on auth.factor_challenges to service_role using (true) with check (true);
create policy recovery_sets_service on auth.recovery_sets to service_role using (true) with check (true);
create policy recovery_codes_service on auth.recovery_codes to service_role using (true) with check (true);

grant select, insert, update, delete on auth.factors to service_role;
grant select, insert, update, delete on auth.factor_challenges to service_role;
grant select, insert, update, delete on auth.recovery_sets to service_role;
grant select, insert, update, delete on auth.recovery_codes to service_role;

-- A live session knows whether its person has a second proof.
create trigger factors_changed after insert or delete or update of status on auth.factors
for each row execute function auth.hint_owner();
