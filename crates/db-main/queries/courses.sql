--! find_course_id
select id from courses where community_id = :community_id and slug = :slug;

--! find_bare_course_id
-- A course of that name to which nobody has added a chapter yet.
select c.id
from courses c
where c.community_id = :community_id and c.slug = :slug
    and not exists (select from chapters h where h.community_id = c.community_id and h.course_id = c.id);

--! insert_course (price_minor?, currency?)
-- Nothing happens when the community has a course of that name.
insert into courses (
    id, community_id, slug, title, summary, kind, status, visibility, sequential, position, price_minor, currency,
    created_at, updated_at
) values (
    :id, :community_id, :slug, :title, :summary, :kind, :status, :visibility, :sequential, :position, :price_minor,
    :currency, :now, :now
)
on conflict (community_id, slug) do nothing;

--! insert_chapter
insert into chapters (id, community_id, course_id, title, position, created_at, updated_at)
values (:id, :community_id, :course_id, :title, :position, :now, :now);

--! insert_lesson (duration_s?)
insert into lessons (
    id, community_id, course_id, chapter_id, kind, status, completion_rule, duration_s, preview, position,
    created_at, updated_at
) values (
    :id, :community_id, :course_id, :chapter_id, :kind, :status, :completion_rule, :duration_s, :preview, :position,
    :now, :now
);

--! insert_lesson_text
insert into lesson_texts (community_id, lesson_id, locale, title, body_md, body_html, created_at, updated_at)
values (:community_id, :lesson_id, :locale, :title, :body_md, :body_html, :now, :now);
