alter policy courses_read on courses using (
    community_id = (select auth.community_id())
    and (
        (select is_learning_staff())
        or (status = 'published' and visibility = 'public')
        or (
            status <> 'draft'
            and id in (
                select e.course_id from enrolments e
                where e.community_id = (select auth.community_id()) and e.user_id = (select auth.uid())
            )
        )
    )
);
alter policy chapters_read on chapters using (
    community_id = (select auth.community_id())
    and (
        (select is_learning_staff())
        or exists (select from courses c where c.community_id = chapters.community_id and c.id = chapters.course_id)
    )
);
alter policy lessons_read on lessons using (
    community_id = (select auth.community_id())
    and (
        (select is_learning_staff())
        or (
            status = 'published'
            and (
                preview
                or course_id in (
                    select e.course_id from enrolments e
                    where e.community_id = (select auth.community_id()) and e.user_id = (select auth.uid())
                )
            )
            and exists (select from courses c where c.community_id = lessons.community_id and c.id = lessons.course_id)
        )
    )
);

drop function known_courses();
drop function taken_courses();
drop policy enrolments_definer on enrolments;
drop policy courses_definer on courses;
revoke select (community_id, user_id, course_id) on enrolments from stoa_definer;
revoke select (id, community_id, status, visibility) on courses from stoa_definer;
revoke execute on function auth.jwt(), auth.uid(), auth.community_id() from stoa_definer;
revoke usage on schema public, auth from stoa_definer;
