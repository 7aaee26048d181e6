-- What a person is in the middle of: a change of address, a letter that was asked for, a PKCE flow.

alter table auth.users
    -- The address that is to take the place of the present one, once the mailboxes have agreed.
    add column new_email text check (new_email <> '' and length(new_email) <= 254),
    -- Which of the two mailboxes has agreed already.
    add column email_change_agreed text check (email_change_agreed in ('current', 'new')),
    -- When the last letter of each kind was asked for.
    add column email_change_sent_at timestamptz,
    add column confirmation_sent_at timestamptz,
    add column recovery_sent_at timestamptz,
    add column reauthentication_sent_at timestamptz,
    add constraint users_email_change_check
        check (email_change_agreed is null or new_email is not null);

-- A client that signs in by a link and proves with a secret of its own that it is the one that asked (RFC 7636).
create table auth.flow_states (
    id uuid primary key,
    -- Null when nobody has the address: the same work is done, and nothing comes of it.
    user_id uuid references auth.users (id) on delete cascade,
    -- How the session will have been proved.
    method text not null check (method ~ '^[a-z][a-z_/]{1,39}$'),
    code_challenge text not null check (length(code_challenge) between 43 and 128),
    code_challenge_method text not null check (code_challenge_method in ('s256', 'plain')),
    -- Of the code that the opened link gave to the client, only the hash is here.
    code_sha256 bytea check (length(code_sha256) = 32),
    code_issued_at timestamptz,
    created_at timestamptz not null,
    check ((code_sha256 is null) = (code_issued_at is null)),
    check (code_sha256 is null or user_id is not null)
);
create unique index flow_states_code_key on auth.flow_states (code_sha256) where code_sha256 is not null;
create index flow_states_user on auth.flow_states (user_id) where user_id is not null;
create index flow_states_created on auth.flow_states (created_at);

alter table auth.flow_states enable row level security;
alter table auth.flow_states force row level security;
create policy flow_states_service on auth.flow_states to service_role using (true) with check (true);
grant select, insert, update, delete on auth.flow_states to service_role;
