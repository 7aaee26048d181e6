--! lock_progress : (completed_at?)
-- The row of the person and the lesson, made when it is not there, and held until the transaction ends.
insert into lesson_progress (
    user_id, lesson_id, community_id, status, percent, position_s, watched_s, by_hand, started_at, updated_at
) values (:user_id, :lesson_id, :community_id, 'not_started', 0, 0, 0, false, :now, :now)
on conflict (user_id, lesson_id) do update set updated_at = lesson_progress.updated_at
returning status, percent, position_s, watched_s, by_hand, completed_at;

--! insert_events (positions[?], watched[?])
-- Only events that were not heard of before are inserted and returned.
insert into learning_events (
    user_id, client_event_id, community_id, lesson_id, kind, position_s, watched_s, at
)
select :user_id, e.client_event_id, :community_id, :lesson_id, e.kind, e.position_s, e.watched_s, :now
from unnest(:client_event_ids::uuid[], :kinds::text[], :positions::int[], :watched::int[])
    as e (client_event_id, kind, position_s, watched_s)
on conflict (user_id, client_event_id) do nothing
returning client_event_id;

--! save_progress (completed_at?)
update lesson_progress
set status = :status, percent = :percent, position_s = :position_s, watched_s = :watched_s, by_hand = :by_hand,
    completed_at = :completed_at, updated_at = :now
where user_id = :user_id and lesson_id = :lesson_id;
