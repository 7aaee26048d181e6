-- What a person learns: the published lessons of the courses they take, in order; staff learn everything.
-- The policies decide what is visible at all; here is only what belongs on the page, at the time of asking.

--: OutlineRow(duration_s?, status?, percent?, position_s?, watched_s?, by_hand?, completed_at?, body_html?)

--! list_lessons (spoken?, after_course_position?, after_course?, after_chapter_position?, after_position?) : (duration_s?, status?, percent?, position_s?, watched_s?, by_hand?, completed_at?)
with me as materialized (
    select coalesce(:spoken, (select locale from profiles where user_id = :user_id), 'ru') as locale
),
mine as (
    select
        l.id, t.title, t.locale, l.kind, l.position, l.duration_s, l.preview,
        p.status, p.percent, p.position_s, p.watched_s, p.by_hand, p.completed_at,
        c.id as course_id, c.slug as course_slug, in_locale(c.title, me.locale) as course_title,
        c.kind as course_kind, c.position as course_position, c.sequential,
        h.id as chapter_id, in_locale(h.title, me.locale) as chapter_title, h.position as chapter_position,
        first_value(l.id) over open_first as first_open_id,
        first_value(t.title) over open_first as first_open_title,
        first_value(h.position) over open_first as first_open_chapter_position,
        first_value(l.position) over open_first as first_open_position,
        (100 * count(*) filter (where p.status = 'completed') over whole / count(*) over whole)::int as course_percent,
        count(*) over () as total
    from me
    join courses c on c.status <> 'draft'
    join chapters h on h.community_id = c.community_id and h.course_id = c.id
    join lessons l
        on l.community_id = h.community_id and l.course_id = c.id and l.chapter_id = h.id and l.status = 'published'
    cross join lateral (
        select x.title, x.locale from lesson_texts x
        where x.community_id = l.community_id and x.lesson_id = l.id
        order by x.locale = me.locale desc, x.locale = 'ru' desc, x.locale
        limit 1
    ) t
    left join lesson_progress p on p.user_id = :user_id and p.lesson_id = l.id
    where (select is_learning_staff()) or exists (
        select from enrolments e
        where e.community_id = c.community_id and e.user_id = :user_id and e.course_id = c.id
            and e.starts_at <= :now and (e.expires_at is null or e.expires_at > :now)
    )
    window
        whole as (partition by c.id),
        -- A course's first lesson that is not done; its first of all when everything is.
        open_first as (partition by c.id order by coalesce(p.status = 'completed', false), h.position, l.position)
)
select
    id, title, locale, kind, position, duration_s, preview, status, percent, position_s, watched_s, by_hand,
    completed_at, course_id, course_slug, course_title, course_kind, course_position, sequential, course_percent,
    chapter_id, chapter_title, chapter_position,
    first_open_id, first_open_title, first_open_chapter_position, first_open_position, total
from mine
where (course_position, course_id, chapter_position, position) > (
    coalesce(:after_course_position::int, -1), coalesce(:after_course::uuid, '00000000-0000-0000-0000-000000000000'),
    coalesce(:after_chapter_position::int, -1), coalesce(:after_position::int, -1)
)
order by course_position, course_id, chapter_position, position
limit :rows;

--! list_courses_to_come (spoken?) : ()
-- Courses that a person takes and that have no lesson yet.
select c.id, in_locale(c.title, me.locale) as title
from (select coalesce(:spoken, (select locale from profiles where user_id = :user_id), 'ru') as locale) me
join courses c on c.status <> 'draft'
where exists (
        select from enrolments e
        where e.community_id = c.community_id and e.user_id = :user_id and e.course_id = c.id
            and e.starts_at <= :now and (e.expires_at is null or e.expires_at > :now)
    )
    and not exists (
        select from lessons l
        where l.community_id = c.community_id and l.course_id = c.id and l.status = 'published'
    )
order by c.position, c.id
limit 200;

--! list_course_of_lesson (spoken?) : OutlineRow
-- The whole course around one lesson, with the text of that lesson alone; no row when the lesson is out of reach.
select
    l.id, t.title, t.locale, l.kind, l.position, l.duration_s, l.preview, l.completion_rule,
    p.status, p.percent, p.position_s, p.watched_s, p.by_hand, p.completed_at, t.body_html,
    c.id as course_id, c.slug as course_slug, in_locale(c.title, me.locale) as course_title,
    c.kind as course_kind, c.sequential,
    h.id as chapter_id, in_locale(h.title, me.locale) as chapter_title
from (select coalesce(:spoken, (select locale from profiles where user_id = :user_id), 'ru') as locale) me
join lessons wanted on wanted.id = :lesson_id
join courses c on c.community_id = wanted.community_id and c.id = wanted.course_id and c.status <> 'draft'
join chapters h on h.community_id = c.community_id and h.course_id = c.id
join lessons l
    on l.community_id = h.community_id and l.course_id = c.id and l.chapter_id = h.id and l.status = 'published'
cross join lateral (
    select x.title, x.locale, case when l.id = :lesson_id then x.body_html end as body_html
    from lesson_texts x
    where x.community_id = l.community_id and x.lesson_id = l.id
    order by x.locale = me.locale desc, x.locale = 'ru' desc, x.locale
    limit 1
) t
left join lesson_progress p on p.user_id = :user_id and p.lesson_id = l.id
where (select is_learning_staff()) or l.preview or exists (
    select from enrolments e
    where e.community_id = c.community_id and e.user_id = :user_id and e.course_id = c.id
        and e.starts_at <= :now and (e.expires_at is null or e.expires_at > :now)
)
order by h.position, l.position;
