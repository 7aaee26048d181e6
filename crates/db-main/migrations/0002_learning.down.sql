drop table lesson_progress;
drop table learning_events;
drop table lesson_texts;
drop table lessons;
drop table chapters;
-- Its policy asks enrolments, whose key asks it.
drop policy courses_read on courses;
drop table enrolments;
drop table courses;
drop table profiles;
drop policy communities_read on communities;
drop table memberships;
drop table communities;
drop function in_locale(jsonb, text);
drop function is_learning_staff();
