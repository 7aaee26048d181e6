-- Whose an account is: what was asked for and is not proved yet, and what was proved at all.

-- The session that asked for a link. When it has ended, nothing is linked.
alter table auth.oauth_flows add column link_session_id uuid;

-- A provider's account that is to be linked, until the client that asked has exchanged its code.
create table auth.pending_links (
    flow_id uuid primary key references auth.flow_states (id) on delete cascade,
    session_id uuid,
    -- What the provider says of the account.
    word jsonb not null check (jsonb_typeof(word) = 'object')
);

-- The address was accepted without a letter or a provider's word.
alter table auth.users add column email_unproved boolean not null default false;

-- Somebody else, perhaps the owner, wanted to sign up with the address and another password before it was proved.
alter table auth.credentials add column contested boolean not null default false;

-- The last password that a sign-up with a taken address was refused with. A sign-in with it is answered as one to a new
-- account, so that nobody learns from it which of the two the address is.
create table auth.refused_sign_ups (
    user_id uuid primary key references auth.users (id) on delete cascade,
    phc text not null check (phc like '$%$%$%'),
    refused_at timestamptz not null
);

alter table auth.pending_links enable row level security;
alter table auth.pending_links force row level security;
alter table auth.refused_sign_ups enable row level security;
alter table auth.refused_sign_ups force row level security;
create policy pending_links_service on auth.pending_links to service_role using (true) with check (true);
create policy refused_sign_ups_service on auth.refused_sign_ups to service_role using (true) with check (true);
grant select, insert on auth.pending_links to service_role;
grant select, insert, update, delete on auth.refused_sign_ups to service_role;
