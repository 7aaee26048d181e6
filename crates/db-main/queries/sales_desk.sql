-- What the desk of sales asks about people; the server asks, because managers may not read these tables.

--! list_names
select p.user_id, p.name
from profiles p
where p.user_id = any (:user_ids::uuid[]);

--! list_active_students (since?)
-- Who takes the course and signed in or learned since then; everyone who takes it, without a time.
select e.user_id
from enrolments e
join courses c on c.community_id = e.community_id and c.id = e.course_id
join auth.users u on u.id = e.user_id
where e.community_id = :community_id
    and c.slug = :course_slug
    and (
        :since::timestamptz is null
        or u.last_sign_in_at >= :since
        or exists (select from lesson_progress p where p.user_id = e.user_id and p.updated_at >= :since)
    )
order by e.user_id;
