-- By what other names people are known: to the providers they sign in with, and to foreign issuers whose tokens are
-- accepted. A name is unique to its issuer (OpenID Connect Core, 5.7), never to what we call the provider.
create table auth.identities (
    id uuid primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    -- What we call it: google, legacy.
    provider text not null check (provider ~ '^[a-z][a-z0-9_-]{0,39}$' and provider not in ('email', 'phone')),
    issuer text not null check (issuer <> '' and length(issuer) <= 1024),
    subject text not null check (subject <> '' and length(subject) <= 255),
    -- As the issuer says: shown, never compared with.
    email text check (email <> '' and length(email) <= 254),
    data jsonb not null check (jsonb_typeof(data) = 'object'),
    last_sign_in_at timestamptz,
    -- Tokens of the issuer that were issued before are refused.
    signed_out_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint identities_issuer_subject_key unique (issuer, subject)
);
create index identities_user on auth.identities (user_id);

alter table auth.identities enable row level security;
alter table auth.identities force row level security;
create policy identities_service on auth.identities to service_role using (true) with check (true);
grant select, insert, update, delete on auth.identities to service_role;

create trigger identities_changed after update of user_id, signed_out_at on auth.identities
for each row
when ((old.user_id, old.signed_out_at) is distinct from (new.user_id, new.signed_out_at))
execute function auth.hint_owner();

create trigger identities_ended after delete on auth.identities
for each row execute function auth.hint_owner();
