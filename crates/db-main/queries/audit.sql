--! insert_event (actor_id?, subject_user_id?, session_id?, ip_prefix?, user_agent?, request_id?)
insert into auth.audit_events (id, community_id, at, action, actor_kind, actor_id, subject_user_id, session_id,
    ip_prefix, user_agent, request_id, details)
values (:id, :community_id, :now, :action, :actor_kind, :actor_id, :subject_user_id, :session_id,
    :ip_prefix, :user_agent, :request_id, :details);
