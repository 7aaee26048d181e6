--: LeadRow(email?, payment_method?, comment?, campaign_slug?, page?, referrer?, quarantine_reason?, repeat_of?, reviewed_at?)

--! find_lead : LeadRow
select
    id, community_id, code, source, name, phone, email, payment_method, comment, campaign_slug, utm, click_ids, page,
    referrer, extra, request_id, quarantine_reason, repeat_of, reviewed_at, created_at
from leads
where id = :id;

--! list_leads (state?, is_reviewed?, delivery_states?, after_at?, after_id?) : LeadRow
-- Newest first. What the reader may not see is left out by the policies. What waits in quarantine stands in no state of
-- delivery.
select
    id, community_id, code, source, name, phone, email, payment_method, comment, campaign_slug, utm, click_ids, page,
    referrer, extra, request_id, quarantine_reason, repeat_of, reviewed_at, created_at
from leads
where (created_at, id) < (
        coalesce(:after_at::timestamptz, 'infinity'),
        coalesce(:after_id::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    )
    and (:state::text is null or state = :state)
    and (:is_reviewed::boolean is null or (reviewed_at is not null) = :is_reviewed)
    and (
        :delivery_states::text[] is null
        or id in (
            select d.lead_id from deliveries d
            where d.state <> 'done' and d.state = any(:delivery_states)
                and d.last_error_class is distinct from 'quarantine'
                and (:unconfigured::boolean or d.last_error_class is distinct from 'not_configured')
        )
    )
order by created_at desc, id desc
limit :rows;

--! list_leads_of_address : LeadRow
-- What somebody with a proved address asked for.
select
    id, community_id, code, source, name, phone, email, payment_method, comment, campaign_slug, utm, click_ids, page,
    referrer, extra, request_id, quarantine_reason, repeat_of, reviewed_at, created_at
from leads
where lower(email) = lower(:email::text)
order by created_at, id
limit 100;

--! find_lead_id_by_code
select id from leads where code = :code;

--! count_held : (oldest_at?)
-- Leads that nobody has looked at since they were put into quarantine.
select count(*) as number, min(created_at) as oldest_at
from leads
where state = 'quarantined' and reviewed_at is null;

--! release_lead (by?)
update leads set state = 'new', quarantine_reason = null, reviewed_at = :now, reviewed_by = :by
where id = :id and state = 'quarantined';

--! keep_lead (by?)
-- Looked at, and left where it is; it can still be released.
update leads set reviewed_at = :now, reviewed_by = :by where id = :id and state = 'quarantined';

--! find_source : (price_minor?, course_slug?, window_seconds?)
select source, community_id, title, price_minor, currency::text as currency, course_slug, window_seconds
from lead_sources
where source = :source;

--! find_terms : (price_minor?, repeat_of_code?)
-- What is sold at the lead's source, and which lead it repeats.
select
    coalesce(s.title, l.source) as title, s.price_minor, coalesce(s.currency::text, 'KZT') as currency,
    (select r.code from leads r where r.id = l.repeat_of) as repeat_of_code
from leads l
left join lead_sources s on s.source = l.source
where l.id = :id;
