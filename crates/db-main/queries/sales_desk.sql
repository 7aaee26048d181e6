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
where e.community_id = :community_id
    and c.slug = :course_slug
    and (
        :since::timestamptz is null
        or e.user_id in (
            select u.id from auth.users u where u.last_sign_in_at >= :since
            union all
            select p.user_id
            from lesson_progress p
            where p.community_id = :community_id and p.updated_at >= :since
        )
    )
order by e.user_id;
