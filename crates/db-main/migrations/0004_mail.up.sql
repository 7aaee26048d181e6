-- Letters: what identity writes to people, and the links and codes that stand in them.

-- One row for each letter that was asked for; the job that sends it knows its id and nothing else. A letter's link and
-- code are made when it is sent, so that neither this table nor the queue ever holds one.
create table auth.letters (
    id uuid primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    kind text not null check (kind ~ '^[a-z][a-z_]{1,39}$'),
    -- Where it goes: not always the address of the account.
    email text not null check (email <> '' and length(email) <= 254),
    -- In which language; null: the person's own.
    locale text check (locale in ('ru', 'kk', 'en')),
    -- Where the link leads in the end.
    redirect_to text check (length(redirect_to) between 1 and 2048),
    -- The PKCE flow that asked for it.
    flow_id uuid,
    -- What else it says: the device that asked, the new address. Never a secret.
    details jsonb not null check (jsonb_typeof(details) = 'object'),
    -- waiting: the job comes to it. held: no mail server is configured. sending: on its way, or nobody knows. dropped: not
    -- needed any more. failed: given up.
    state text not null check (state in ('waiting', 'held', 'sending', 'sent', 'dropped', 'failed')),
    -- How often it was given to a mail server.
    sendings smallint not null default 0 check (sendings >= 0),
    -- The class and the text of the last failure.
    error_class text,
    error text,
    requested_at timestamptz not null,
    changed_at timestamptz not null,
    sent_at timestamptz,
    check ((state = 'sent') = (sent_at is not null))
);
create index letters_user on auth.letters (user_id, requested_at);
create index letters_open on auth.letters (state, requested_at) where state not in ('sent', 'dropped');

alter table auth.letters enable row level security;
alter table auth.letters force row level security;
create policy letters_service on auth.letters to service_role using (true) with check (true);
grant select, insert, update on auth.letters to service_role;

-- A link and, beside it, a code of six digits: two secrets that know nothing of each other.
alter table auth.one_time_tokens
    drop constraint one_time_tokens_purpose_check,
    add constraint one_time_tokens_purpose_check check (purpose in (
        'invite', 'recovery', 'signup', 'magiclink', 'email_change_current', 'email_change_new', 'reauthentication'
    )),
    -- Where link and code went: a code is good together with this address only.
    add column email text check (email <> '' and length(email) <= 254),
    -- HMAC-SHA-256 over id and code, under a key that is not in the database: a million codes are tried in no time.
    add column code_mac bytea check (length(code_mac) = 32),
    add column code_expires_at timestamptz,
    -- Wrong tries; after five the code is void, and the link stays good.
    add column code_tries smallint not null default 0 check (code_tries between 0 and 5),
    add column redirect_to text check (length(redirect_to) between 1 and 2048),
    add column flow_id uuid,
    add constraint one_time_tokens_code_check
        check ((code_mac is null) = (code_expires_at is null) and (code_mac is null or email is not null));
-- A new link takes the place of the open one of its kind; only invitations stand beside each other.
create unique index one_time_tokens_open_key on auth.one_time_tokens (user_id, purpose)
    where used_at is null and purpose <> 'invite';
create index one_time_tokens_code on auth.one_time_tokens (email) where used_at is null and code_mac is not null;
