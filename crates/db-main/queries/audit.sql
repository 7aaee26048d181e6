--! insert_event (actor_id?, subject_user_id?, session_id?, ip_prefix?, user_agent?, request_id?)
insert into auth.audit_events (id, community_id, at, action, actor_kind, actor_id, subject_user_id, session_id,
    ip_prefix, user_agent, request_id, details)
values (:id, :community_id, :now, :action, :actor_kind, :actor_id, :subject_user_id, :session_id,
    :ip_prefix, :user_agent, :request_id, :details);

--: EventRow(actor_id?, subject_user_id?, session_id?, ip_prefix?, user_agent?, request_id?)

--! list_events (before?, action?, actor_id?, subject_user_id?, session_id?, ip_prefix?, request_id?, address?, since?, until?) : EventRow
select e.id, e.seq, e.community_id, e.at, e.action, e.actor_kind, e.actor_id, e.subject_user_id, e.session_id,
    e.ip_prefix, e.user_agent, e.request_id, e.details
from auth.audit_events e
where (:before::bigint is null or e.seq < :before)
    and (:action::text is null or e.action = :action)
    and (:actor_id::uuid is null or e.actor_id = :actor_id)
    and (:subject_user_id::uuid is null or e.subject_user_id = :subject_user_id)
    and (:session_id::uuid is null or e.session_id = :session_id)
    and (:ip_prefix::text is null or e.ip_prefix = :ip_prefix)
    and (:request_id::text is null or e.request_id = :request_id)
    and (:address::text is null or e.details ->> 'address' = :address)
    and (:since::timestamptz is null or e.at >= :since)
    and (:until::timestamptz is null or e.at < :until)
order by e.seq desc
limit :rows offset :skipped;

--! count_events (action?, actor_id?, subject_user_id?, session_id?, ip_prefix?, request_id?, address?, since?, until?) : ()
select count(*) as events
from auth.audit_events e
where (:action::text is null or e.action = :action)
    and (:actor_id::uuid is null or e.actor_id = :actor_id)
    and (:subject_user_id::uuid is null or e.subject_user_id = :subject_user_id)
    and (:session_id::uuid is null or e.session_id = :session_id)
    and (:ip_prefix::text is null or e.ip_prefix = :ip_prefix)
    and (:request_id::text is null or e.request_id = :request_id)
    and (:address::text is null or e.details ->> 'address' = :address)
    and (:since::timestamptz is null or e.at >= :since)
    and (:until::timestamptz is null or e.at < :until);
