-- Accepting a lead once.

--! be_durable
-- The 200 promises that the lead is on disk, whatever the server's default is.
select set_config('synchronous_commit', 'on', true) as setting;

--! lock_window
-- Two requests of one window come one after the other; held to the end of the transaction.
select pg_advisory_xact_lock(hashtextextended('lead window ' || :window_key::text, 0)) is not null
    as locked;

--! accept_lead (key?, email?, email_raw?, payment_method?, comment?, campaign_slug?, page?, referrer?, consent?, ip_prefix?, user_agent?, quarantine_reason?) : AcceptRow(earlier_id?, earlier_code?)
-- The key first: parallel repeats wait at its row. Then the lead, unless the key is taken, the window has one already or
-- the code is in use; then its deliveries.
with place as (
    select
        coalesce(s.community_id, :default_community::uuid) as community_id,
        coalesce(s.window_seconds, :window_seconds::integer) as window_seconds
    from (values (1)) as one (n) left join lead_sources s on s.source = :source
),
earlier as (
    select l.id, l.code, l.created_at > :now::timestamptz - make_interval(secs => p.window_seconds) as is_recent
    from place p
    join leads l on l.community_id = p.community_id and l.window_key = :window_key
    -- Somebody whose first try went to quarantine must not be swallowed by it.
    where l.state = 'new' or :quarantine_reason::text is not null
    order by l.created_at desc, l.id desc
    limit 1
),
verdict as (
    select :key::text is null and coalesce((select e.is_recent from earlier e), false) as in_window
),
claimed as (
    insert into intake_keys (community_id, scope, key, body_sha256, lead_id, created_at, expires_at)
    select p.community_id, :scope, :key::text, :fingerprint, :id, :now, :key_expires_at
    from place p
    where :key::text is not null
    on conflict (community_id, scope, key) do update set
        body_sha256 = excluded.body_sha256, lead_id = excluded.lead_id,
        created_at = excluded.created_at, expires_at = excluded.expires_at
        where intake_keys.expires_at <= excluded.created_at
    returning key
),
stored as (
    insert into leads (
        id, community_id, code, source, name, name_raw, phone, phone_raw, email, email_raw, payment_method, comment,
        campaign_slug, utm, click_ids, page, referrer, consent, extra, ip_prefix, user_agent, request_id, fingerprint,
        window_key, state, quarantine_reason, repeat_of, created_at
    )
    select
        :id, p.community_id, :code, :source, :name, :name_raw, :phone, :phone_raw, :email, :email_raw,
        :payment_method, :comment, :campaign_slug, :utm, :click_ids, :page, :referrer, :consent, :extra, :ip_prefix,
        :user_agent, :request_id, :fingerprint, :window_key,
        case when :quarantine_reason::text is null then 'new' else 'quarantined' end,
        :quarantine_reason, (select e.id from earlier e), :now
    from place p, verdict v
    where not v.in_window and (:key::text is null or exists (select from claimed))
    on conflict (code) do nothing
    returning id, community_id
),
delivered as (
    insert into deliveries (
        id, community_id, lead_id, sink, state, last_error_class, last_error, created_at, updated_at
    )
    select
        d.id, s.community_id, s.id, d.sink,
        case when :quarantine_reason::text is null then 'pending' else 'blocked' end,
        case when :quarantine_reason::text is null then null else 'quarantine' end,
        :quarantine_reason, :now, :now
    from stored s, unnest(:delivery_ids::uuid[], :sinks::text[]) as d (id, sink)
    returning id
)
select
    (select count(*) from stored) = 1 as is_stored,
    :key::text is not null and not exists (select from claimed) as is_key_taken,
    v.in_window,
    (select e.id from earlier e) as earlier_id,
    (select e.code from earlier e) as earlier_code
from verdict v;

--! find_key
select k.body_sha256, k.lead_id, l.code
from intake_keys k
join leads l on l.community_id = k.community_id and l.id = k.lead_id
where k.community_id = coalesce(
        (select s.community_id from lead_sources s where s.source = :source), :default_community::uuid
    )
    and k.scope = :scope and k.key = :key;

--! prune_keys
delete from intake_keys where expires_at <= :now;
