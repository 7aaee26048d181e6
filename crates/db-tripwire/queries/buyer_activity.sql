--! find_latest_activity : (last_active_at?)
select last_active_at
from tripwire_users
where community_id = :community_id
order by coalesce(last_active_at, 'epoch') desc
limit 1;

--! save_activity
-- Only what is newer than the copy, and only since the sale. Rows that another copier holds are skipped: it writes the
-- same. The first sign of life stands for the first login.
with newer as (
    select t.id, a.seen_at, a.modules_completed, a.finished
    from tripwire_users t
    join unnest(
        :user_ids::uuid[], :seen_at::timestamptz[], :modules_completed::smallint[], :finished::boolean[]
    ) as a (user_id, seen_at, modules_completed, finished) on a.user_id = t.user_id
    where t.community_id = :community_id
        and a.seen_at >= t.created_at
        and (t.last_active_at is null or t.last_active_at < a.seen_at or t.modules_completed <> a.modules_completed)
    for update of t skip locked
)
update tripwire_users t
set first_login_at = coalesce(t.first_login_at, newer.seen_at),
    last_active_at = greatest(t.last_active_at, newer.seen_at),
    modules_completed = newer.modules_completed,
    status = case when newer.finished and t.status in ('active', 'inactive') then 'completed' else t.status end
from newer
where t.id = newer.id;
