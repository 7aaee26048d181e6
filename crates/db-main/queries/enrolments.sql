--! ensure_enrolment (source_ref?)
-- Access without an end. One row when the person had none, or one that ends; none when there was nothing to do.
insert into enrolments (
    id, community_id, user_id, course_id, source, source_ref, starts_at, created_at, updated_at
) values (:id, :community_id, :user_id, :course_id, :source, :source_ref, :now, :now, :now)
on conflict on constraint enrolments_once do update
set source = excluded.source, source_ref = excluded.source_ref, starts_at = least(enrolments.starts_at, excluded.starts_at),
    expires_at = null, updated_at = excluded.updated_at
where enrolments.expires_at is not null or enrolments.starts_at > excluded.starts_at;

--! list_course_progress : (first_seen_at?, last_seen_at?, completed_at?, signed_in_at?)
-- How far each of some people is in one course, for who sold it to them.
with per_module as (
    select
        e.user_id, e.starts_at, l.chapter_id,
        count(*) as lessons,
        count(*) filter (where p.status = 'completed') as lessons_completed,
        min(p.started_at) as first_seen_at,
        max(p.updated_at) as last_seen_at,
        max(p.completed_at) as completed_at
    from enrolments e
    join courses c on c.community_id = e.community_id and c.id = e.course_id
    join lessons l on l.community_id = c.community_id and l.course_id = c.id and l.status = 'published'
    left join lesson_progress p on p.user_id = e.user_id and p.lesson_id = l.id
    where e.community_id = :community_id and c.slug = :slug and e.user_id = any(:user_ids)
    group by e.user_id, e.starts_at, l.chapter_id
)
select
    m.user_id,
    m.starts_at as enrolled_at,
    count(*) as modules,
    count(*) filter (where m.lessons = m.lessons_completed) as modules_completed,
    sum(m.lessons)::bigint as lessons,
    sum(m.lessons_completed)::bigint as lessons_completed,
    min(m.first_seen_at) as first_seen_at,
    max(m.last_seen_at) as last_seen_at,
    case when bool_and(m.lessons = m.lessons_completed) then max(m.completed_at) end as completed_at,
    u.last_sign_in_at as signed_in_at
from per_module m
join auth.users u on u.id = m.user_id
group by m.user_id, m.starts_at, u.last_sign_in_at
order by m.user_id;
