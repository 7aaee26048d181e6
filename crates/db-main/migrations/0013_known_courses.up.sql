-- Which courses a person may know of, worked out once per statement and table.
--
-- The policies of chapters, lessons and their texts each asked the table above, whose policy asked the enrolments, whose
-- policy asked again whose they are: a list of lessons carried eighty small plans with it and took three times as long as
-- the same list without policies. Now each asks one function for a list of ids.
--
-- The functions run as stoa_definer, so that they ask no policies of their own; what that role may read is the caller's
-- community and the caller's enrolments, by the policies below, and of those only the columns that are named.
grant usage on schema public, auth to stoa_definer;
grant execute on function auth.jwt(), auth.uid(), auth.community_id() to stoa_definer;
grant select (id, community_id, status, visibility) on courses to stoa_definer;
grant select (community_id, user_id, course_id) on enrolments to stoa_definer;

create policy courses_definer on courses for select to stoa_definer
    using (community_id = (select auth.community_id()));
create policy enrolments_definer on enrolments for select to stoa_definer
    using (community_id = (select auth.community_id()) and user_id = (select auth.uid()));

-- plpgsql, for its plans are kept by the connection.
-- stoa:allow SA043 it gives ids only, and policies of its own hold it to the caller's community and enrolments
create function taken_courses() returns uuid[]
language plpgsql stable security definer
set search_path = ''
as $$
begin
    return array(
        select c.id
        from public.enrolments e
        join public.courses c on c.community_id = e.community_id and c.id = e.course_id
        where c.status <> 'draft'
    );
end
$$;
comment on function taken_courses() is 'The courses that whoever asks is enrolled in, drafts left out.';

-- stoa:allow SA043 it gives ids only, and policies of its own hold it to the caller's community and enrolments
create function known_courses() returns uuid[]
language plpgsql stable security definer
set search_path = ''
as $$
begin
    return array(
        select c.id
        from public.courses c
        where
            (c.status = 'published' and c.visibility = 'public')
            or (c.status <> 'draft' and c.id in (select e.course_id from public.enrolments e))
    );
end
$$;
comment on function known_courses() is 'The courses that whoever asks may know of, without being staff: public or taken.';

revoke execute on function taken_courses(), known_courses() from public;
grant execute on function taken_courses(), known_courses() to authenticated;

alter policy courses_read on courses using (
    community_id = (select auth.community_id())
    and ((select is_learning_staff()) or id = any((select known_courses())::uuid[]))
);
alter policy chapters_read on chapters using (
    community_id = (select auth.community_id())
    and ((select is_learning_staff()) or course_id = any((select known_courses())::uuid[]))
);
alter policy lessons_read on lessons using (
    community_id = (select auth.community_id())
    and (
        (select is_learning_staff())
        or (
            status = 'published'
            and (
                course_id = any((select taken_courses())::uuid[])
                or (preview and course_id = any((select known_courses())::uuid[]))
            )
        )
    )
);

-- At last, for what another role owns our own may not name any more.
grant create on schema public to stoa_definer;
alter function taken_courses() owner to stoa_definer;
alter function known_courses() owner to stoa_definer;
revoke create on schema public from stoa_definer;
