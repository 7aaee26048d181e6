-- Visitors' requests, their way to the sinks, and what is needed to accept each of them once.

-- A landing page's `source`: whose it is, what is sold there and for how much. A source that is not listed belongs to
-- the founding community.
create table lead_sources (
    source text primary key,
    community_id uuid not null,
    title text not null,
    price_minor bigint check (price_minor >= 0),
    currency char(3) not null check (currency = upper(currency)),
    course_slug text,
    -- How long a repeat without a key counts as a double click; null: as the settings say.
    window_seconds integer check (window_seconds between 0 and 3600),
    constraint lead_sources_community_id_source_key unique (community_id, source)
);

create table leads (
    id uuid primary key,
    community_id uuid not null,
    code text not null,
    source text not null,
    name text not null,
    name_raw text not null,
    phone text not null,
    phone_raw text not null,
    email text,
    email_raw text,
    payment_method text,
    comment text,
    campaign_slug text,
    -- As they came; statistics group them lower-cased.
    utm jsonb not null,
    click_ids jsonb not null,
    page text,
    referrer text,
    consent jsonb,
    -- What the form sent and we have no column for.
    extra jsonb not null,
    ip_prefix text,
    user_agent text,
    request_id text not null,
    -- SHA-256 of the whole normalised request, in hexadecimal.
    fingerprint text not null check (length(fingerprint) = 64),
    -- SHA-256 of what makes two requests without a key the same one, in hexadecimal.
    window_key text not null check (length(window_key) = 64),
    state text not null check (state in ('new', 'quarantined')),
    quarantine_reason text,
    -- An earlier lead with the same window key, from before the window.
    repeat_of uuid,
    created_at timestamptz not null,
    constraint leads_code_key unique (code),
    constraint leads_community_id_id_key unique (community_id, id),
    constraint leads_repeat_of_fkey foreign key (community_id, repeat_of) references leads (community_id, id),
    constraint leads_quarantine_has_reason check ((state = 'quarantined') = (quarantine_reason is not null))
);

create index leads_window_idx on leads (community_id, window_key, created_at desc);
create index leads_created_idx on leads (community_id, created_at desc, id desc);
create index leads_repeat_of_idx on leads (community_id, repeat_of) where repeat_of is not null;

-- A sink's share of a lead. It is the ledger row of the effect; claim and lease are the job's.
create table deliveries (
    id uuid primary key,
    community_id uuid not null,
    lead_id uuid not null,
    sink text not null check (sink in ('telegram_leads', 'crm')),
    state text not null
        check (state in ('pending', 'sending', 'done', 'retry', 'unknown', 'blocked', 'dead')),
    -- How often it was sent; a throttled call does not count.
    attempts smallint not null default 0 check (attempts >= 0),
    next_at timestamptz,
    first_sent_at timestamptz,
    settled_at timestamptz,
    external_id text,
    -- Which version of the mapping row chose pipeline and stage.
    mapping_version integer,
    last_error_class text,
    last_error text,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint deliveries_lead_id_sink_key unique (lead_id, sink),
    constraint deliveries_community_id_id_key unique (community_id, id),
    constraint deliveries_lead_fkey foreign key (community_id, lead_id)
        references leads (community_id, id) on delete cascade
);

create index deliveries_open_idx on deliveries (state, created_at, id) where state <> 'done';
create index deliveries_lead_idx on deliveries (community_id, lead_id);

-- Each call to a sink: written before the first byte leaves, closed once with what came of it.
create table delivery_attempts (
    community_id uuid not null,
    delivery_id uuid not null,
    n smallint not null check (n > 0),
    started_at timestamptz not null,
    ended_at timestamptz,
    class text,
    status smallint,
    -- The sink's own name of the call, for its support.
    request_id text,
    excerpt text,
    constraint delivery_attempts_pkey primary key (delivery_id, n),
    constraint delivery_attempts_delivery_fkey foreign key (community_id, delivery_id)
        references deliveries (community_id, id) on delete cascade,
    constraint delivery_attempts_closed_with_class check ((ended_at is null) = (class is null))
);

create index delivery_attempts_delivery_idx on delivery_attempts (community_id, delivery_id);

-- The clients' own keys: insert-first, so that parallel repeats meet the primary key.
create table intake_keys (
    scope text not null,
    key text not null check (length(key) between 1 and 255),
    body_sha256 text not null check (length(body_sha256) = 64),
    -- Checked at commit: a refused lead is rolled back together with its key.
    lead_id uuid not null references leads (id) on delete cascade deferrable initially deferred,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    constraint intake_keys_pkey primary key (scope, key)
);

create index intake_keys_expiry_idx on intake_keys (expires_at);
create index intake_keys_lead_idx on intake_keys (lead_id);

-- Which pipeline and stage a deal is made in; `*` matches any, the most specific row wins.
create table amocrm_mapping (
    community_id uuid not null,
    source text not null,
    payment_method text not null,
    pipeline_id bigint not null,
    status_id bigint not null,
    -- Instead of the source's price.
    price_minor bigint check (price_minor >= 0),
    responsible_user_id bigint,
    tags text[] not null default '{}',
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint amocrm_mapping_pkey primary key (community_id, source, payment_method)
);

alter table lead_sources enable row level security;
alter table lead_sources force row level security;
alter table leads enable row level security;
alter table leads force row level security;
alter table deliveries enable row level security;
alter table deliveries force row level security;
alter table delivery_attempts enable row level security;
alter table delivery_attempts force row level security;
alter table intake_keys enable row level security;
alter table intake_keys force row level security;
alter table amocrm_mapping enable row level security;
alter table amocrm_mapping force row level security;

grant select, insert, update on lead_sources, leads, deliveries, amocrm_mapping to service_role;
grant select, insert, update, delete on intake_keys to service_role;
-- Append-only: an attempt is closed once and stays.
grant select, insert on delivery_attempts to service_role;
grant update (ended_at, class, status, request_id, excerpt) on delivery_attempts to service_role;

create policy lead_sources_service on lead_sources to service_role using (true) with check (true);
create policy leads_service on leads to service_role using (true) with check (true);
create policy deliveries_service on deliveries to service_role using (true) with check (true);
create policy intake_keys_service on intake_keys to service_role using (true) with check (true);
create policy amocrm_mapping_service on amocrm_mapping to service_role using (true) with check (true);
create policy delivery_attempts_service_read on delivery_attempts for select to service_role using (true);
create policy delivery_attempts_service_open on delivery_attempts for insert to service_role with check (true);
create policy delivery_attempts_service_close on delivery_attempts for update to service_role
    using (ended_at is null) with check (ended_at is not null);

-- People of sales read the leads of their community and how far each has come; the sinks' answers and the mapping are
-- the admin's.
grant select on lead_sources, leads, deliveries, delivery_attempts, amocrm_mapping to authenticated;
create policy lead_sources_sales_read on lead_sources for select to authenticated using (
    community_id = (select auth.community_id())
    and (
        (select auth.has_role('sales_manager')) or (select auth.has_role('sales_lead'))
        or (select auth.has_role('admin'))
    )
);
create policy leads_sales_read on leads for select to authenticated using (
    community_id = (select auth.community_id())
    and (
        (select auth.has_role('sales_manager')) or (select auth.has_role('sales_lead'))
        or (select auth.has_role('admin'))
    )
);
create policy deliveries_sales_read on deliveries for select to authenticated using (
    community_id = (select auth.community_id())
    and (
        (select auth.has_role('sales_manager')) or (select auth.has_role('sales_lead'))
        or (select auth.has_role('admin'))
    )
);
create policy delivery_attempts_admin_read on delivery_attempts for select to authenticated using (
    community_id = (select auth.community_id()) and (select auth.has_role('admin'))
);
create policy amocrm_mapping_admin_read on amocrm_mapping for select to authenticated using (
    community_id = (select auth.community_id()) and (select auth.has_role('admin'))
);

insert into lead_sources (source, community_id, title, price_minor, currency, course_slug)
values
    ('expresscourse', '00000000-0000-7000-8000-000000000001', 'Экспресс-курс', 500000, 'KZT', 'expresscourse'),
    ('landing', '00000000-0000-7000-8000-000000000001', 'Заявка с сайта', null, 'KZT', null),
    ('proftest', '00000000-0000-7000-8000-000000000001', 'Профтест', null, 'KZT', null);
