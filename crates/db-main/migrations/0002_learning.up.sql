-- Who belongs to which academy, what is taught there, and how far each person has come.
-- Times are the application's: no policy and no default asks the server's clock.

-- A tenant: an academy with its own people and courses.
create table communities (
    id uuid primary key,
    slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    name text not null check (name <> ''),
    locale text not null check (locale in ('ru', 'kk', 'en')),
    zone text not null check (zone <> ''),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version int not null default 1
);
create unique index communities_slug_key on communities (slug);

create table memberships (
    community_id uuid not null references communities (id),
    user_id uuid not null references auth.users (id) on delete cascade,
    created_at timestamptz not null,
    primary key (community_id, user_id)
);
create index memberships_user on memberships (user_id);

-- What the academy calls a person, and how it speaks to them.
create table profiles (
    user_id uuid primary key references auth.users (id) on delete cascade,
    -- The community the person came by; memberships lists all of them.
    community_id uuid not null references communities (id),
    name text not null check (name <> '' and length(name) <= 120),
    locale text not null check (locale in ('ru', 'kk', 'en')),
    zone text not null check (zone <> ''),
    phone text check (phone ~ '^\+[0-9]{6,15}$'),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version int not null default 1
);
create index profiles_community on profiles (community_id);

-- A short text in the wanted language, else in Russian, else in any.
create function in_locale(texts jsonb, wanted text) returns text
language sql immutable
as $$ select coalesce(texts ->> wanted, texts ->> 'ru', texts ->> 'kk', texts ->> 'en') $$;

-- Short texts of courses and chapters stand in one object per field: {"ru": "...", "kk": "...", "en": "..."}.
create table courses (
    id uuid primary key,
    community_id uuid not null references communities (id),
    slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    title jsonb not null check (coalesce(in_locale(title, 'ru'), '') <> ''),
    summary jsonb not null check (coalesce(in_locale(summary, 'ru'), '') <> ''),
    kind text not null check (kind in ('full', 'tripwire')),
    status text not null check (status in ('draft', 'published', 'archived')),
    -- public: everybody in the community may know of it; enrolled: only who takes it.
    visibility text not null check (visibility in ('public', 'enrolled')),
    -- A lesson opens when all before it are completed.
    sequential boolean not null,
    position int not null check (position >= 0),
    price_minor bigint check (price_minor >= 0),
    currency char(3),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version int not null default 1,
    unique (community_id, id),
    check ((price_minor is null) = (currency is null))
);
create unique index courses_slug_key on courses (community_id, slug);
create index courses_order on courses (community_id, position, id);

create table chapters (
    id uuid primary key,
    community_id uuid not null,
    course_id uuid not null,
    title jsonb not null check (coalesce(in_locale(title, 'ru'), '') <> ''),
    position int not null check (position >= 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version int not null default 1,
    unique (community_id, id),
    unique (community_id, course_id, id),
    -- Deferrable, so that two chapters can change places.
    constraint chapters_order unique (community_id, course_id, position) deferrable initially immediate,
    foreign key (community_id, course_id) references courses (community_id, id)
);

create table lessons (
    id uuid primary key,
    community_id uuid not null,
    course_id uuid not null,
    chapter_id uuid not null,
    kind text not null check (kind in ('text', 'video', 'quiz', 'file')),
    status text not null check (status in ('draft', 'published')),
    -- When the lesson counts as done; the rules are stoa_domain's.
    completion_rule jsonb not null check (jsonb_typeof(completion_rule) = 'object'),
    duration_s int check (duration_s > 0),
    -- Anybody who may know of the course may read it.
    preview boolean not null default false,
    position int not null check (position >= 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version int not null default 1,
    unique (community_id, id),
    constraint lessons_order
        unique (community_id, course_id, chapter_id, position) deferrable initially immediate,
    foreign key (community_id, course_id, chapter_id) references chapters (community_id, course_id, id)
);

-- A lesson in one language. body_html is made from body_md when it is written, with no foreign HTML in it.
create table lesson_texts (
    community_id uuid not null,
    lesson_id uuid not null,
    locale text not null check (locale in ('ru', 'kk', 'en')),
    title text not null check (title <> '' and length(title) <= 200),
    body_md text not null,
    body_html text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version int not null default 1,
    primary key (community_id, lesson_id, locale),
    foreign key (community_id, lesson_id) references lessons (community_id, id) on delete cascade
);

-- A person's access to a course. Whether it has begun and not ended is asked with the application's time.
create table enrolments (
    id uuid primary key,
    community_id uuid not null,
    user_id uuid not null,
    course_id uuid not null,
    -- What gave the access, and which row of it: tripwire and the buyer's id.
    source text not null check (source ~ '^[a-z][a-z_]{0,39}$'),
    source_ref uuid,
    starts_at timestamptz not null,
    expires_at timestamptz check (expires_at > starts_at),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint enrolments_once unique (community_id, user_id, course_id),
    foreign key (community_id, user_id) references memberships (community_id, user_id) on delete cascade,
    foreign key (community_id, course_id) references courses (community_id, id)
);
create index enrolments_course on enrolments (community_id, course_id);

-- What happened in lessons, as clients reported it; never changed, and enough to build lesson_progress anew.
create table learning_events (
    user_id uuid not null references auth.users (id) on delete cascade,
    -- Made by the client, so that a repeated report counts once.
    client_event_id uuid not null,
    community_id uuid not null,
    lesson_id uuid not null,
    kind text not null check (kind in ('opened', 'heartbeat', 'completed', 'undone')),
    position_s int check (position_s >= 0),
    watched_s int check (watched_s >= 0),
    -- When we heard of it.
    at timestamptz not null,
    primary key (user_id, client_event_id),
    foreign key (community_id, lesson_id) references lessons (community_id, id),
    check ((kind = 'heartbeat') = (position_s is not null and watched_s is not null))
);
create index learning_events_lesson on learning_events (community_id, lesson_id, at);

-- What stoa_domain made of a person's events of one lesson.
create table lesson_progress (
    user_id uuid not null references auth.users (id) on delete cascade,
    lesson_id uuid not null,
    community_id uuid not null,
    status text not null check (status in ('not_started', 'in_progress', 'completed')),
    percent int not null check (percent between 0 and 100),
    position_s int not null check (position_s >= 0),
    watched_s int not null check (watched_s >= 0),
    -- Completed by the person's word, which alone can be taken back.
    by_hand boolean not null,
    started_at timestamptz not null,
    completed_at timestamptz,
    updated_at timestamptz not null,
    primary key (user_id, lesson_id),
    foreign key (community_id, lesson_id) references lessons (community_id, id),
    check ((status = 'completed') = (completed_at is not null)),
    check (not by_hand or status = 'completed')
);
create index lesson_progress_lesson on lesson_progress (community_id, lesson_id);

insert into communities (id, slug, name, locale, zone, created_at, updated_at)
values (
    '00000000-0000-7000-8000-000000000001', 'academy', 'Stoa', 'ru', 'Asia/Almaty',
    '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'
);

-- Who writes courses and sees everybody's progress.
create function is_learning_staff() returns boolean
language sql stable
as $$ select auth.has_role('author') or auth.has_role('admin') $$;

grant execute on function is_learning_staff(), in_locale(jsonb, text) to authenticated, service_role;

alter table communities enable row level security;
alter table communities force row level security;
alter table memberships enable row level security;
alter table memberships force row level security;
alter table profiles enable row level security;
alter table profiles force row level security;
alter table courses enable row level security;
alter table courses force row level security;
alter table chapters enable row level security;
alter table chapters force row level security;
alter table lessons enable row level security;
alter table lessons force row level security;
alter table lesson_texts enable row level security;
alter table lesson_texts force row level security;
alter table enrolments enable row level security;
alter table enrolments force row level security;
alter table learning_events enable row level security;
alter table learning_events force row level security;
alter table lesson_progress enable row level security;
alter table lesson_progress force row level security;

create policy communities_service on communities to service_role using (true) with check (true);
create policy memberships_service on memberships to service_role using (true) with check (true);
create policy profiles_service on profiles to service_role using (true) with check (true);
create policy courses_service on courses to service_role using (true) with check (true);
create policy chapters_service on chapters to service_role using (true) with check (true);
create policy lessons_service on lessons to service_role using (true) with check (true);
create policy lesson_texts_service on lesson_texts to service_role using (true) with check (true);
create policy enrolments_service on enrolments to service_role using (true) with check (true);
create policy learning_events_service on learning_events to service_role using (true) with check (true);
create policy lesson_progress_service on lesson_progress to service_role using (true) with check (true);

grant select, insert, update on communities to service_role;
grant select, insert, delete on memberships to service_role;
grant select, insert, update on profiles to service_role;
grant select, insert, update on courses, chapters, lessons, lesson_texts to service_role;
grant select, insert, update, delete on enrolments to service_role;
grant select, insert on learning_events to service_role;
grant select, insert, update on lesson_progress to service_role;

-- A signed-in person: own membership, own profile; an admin reads those of the community.
grant select on communities, memberships, profiles to authenticated;
grant update (name, locale, zone, updated_at, version) on profiles to authenticated;

create policy communities_read on communities for select to authenticated using (
    id = (select auth.community_id())
    or id in (select m.community_id from memberships m where m.user_id = (select auth.uid()))
);
create policy memberships_read on memberships for select to authenticated using (
    user_id = (select auth.uid())
    or (community_id = (select auth.community_id()) and (select auth.has_role('admin')))
);
create policy profiles_read on profiles for select to authenticated using (
    user_id = (select auth.uid())
    or (community_id = (select auth.community_id()) and (select auth.has_role('admin')))
);
create policy profiles_change on profiles for update to authenticated
    using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

-- Courses: staff see and write all of the community's, a student sees what is public or taken.
grant select, insert, update on courses, chapters, lessons, lesson_texts to authenticated;
grant select, insert, update on enrolments to authenticated;

create policy enrolments_read on enrolments for select to authenticated using (
    community_id = (select auth.community_id())
    and (user_id = (select auth.uid()) or (select is_learning_staff()))
);
create policy enrolments_add on enrolments for insert to authenticated
    with check (community_id = (select auth.community_id()) and (select is_learning_staff()));
create policy enrolments_change on enrolments for update to authenticated
    using (community_id = (select auth.community_id()) and (select is_learning_staff()))
    with check (community_id = (select auth.community_id()) and (select is_learning_staff()));

create policy courses_read on courses for select to authenticated using (
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
create policy courses_add on courses for insert to authenticated
    with check (community_id = (select auth.community_id()) and (select is_learning_staff()));
create policy courses_change on courses for update to authenticated
    using (community_id = (select auth.community_id()) and (select is_learning_staff()))
    with check (community_id = (select auth.community_id()) and (select is_learning_staff()));

-- Each of these asks the table above it, which answers by its own policy.
create policy chapters_read on chapters for select to authenticated using (
    community_id = (select auth.community_id())
    and (
        (select is_learning_staff())
        or exists (select from courses c where c.community_id = chapters.community_id and c.id = chapters.course_id)
    )
);
create policy chapters_add on chapters for insert to authenticated
    with check (community_id = (select auth.community_id()) and (select is_learning_staff()));
create policy chapters_change on chapters for update to authenticated
    using (community_id = (select auth.community_id()) and (select is_learning_staff()))
    with check (community_id = (select auth.community_id()) and (select is_learning_staff()));

create policy lessons_read on lessons for select to authenticated using (
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
create policy lessons_add on lessons for insert to authenticated
    with check (community_id = (select auth.community_id()) and (select is_learning_staff()));
create policy lessons_change on lessons for update to authenticated
    using (community_id = (select auth.community_id()) and (select is_learning_staff()))
    with check (community_id = (select auth.community_id()) and (select is_learning_staff()));

create policy lesson_texts_read on lesson_texts for select to authenticated using (
    community_id = (select auth.community_id())
    and (
        (select is_learning_staff())
        or exists (
            select from lessons l
            where l.community_id = lesson_texts.community_id and l.id = lesson_texts.lesson_id
        )
    )
);
create policy lesson_texts_add on lesson_texts for insert to authenticated
    with check (community_id = (select auth.community_id()) and (select is_learning_staff()));
create policy lesson_texts_change on lesson_texts for update to authenticated
    using (community_id = (select auth.community_id()) and (select is_learning_staff()))
    with check (community_id = (select auth.community_id()) and (select is_learning_staff()));

-- Progress: everybody writes the own one, in lessons they may read; staff read the community's.
grant select, insert on learning_events to authenticated;
grant select, insert on lesson_progress to authenticated;
grant update (status, percent, position_s, watched_s, by_hand, completed_at, updated_at) on lesson_progress
to authenticated;

create policy learning_events_read on learning_events for select to authenticated using (
    community_id = (select auth.community_id())
    and (user_id = (select auth.uid()) or (select is_learning_staff()))
);
create policy learning_events_add on learning_events for insert to authenticated with check (
    community_id = (select auth.community_id())
    and user_id = (select auth.uid())
    and exists (
        select from lessons l
        where l.community_id = learning_events.community_id and l.id = learning_events.lesson_id
    )
);

create policy lesson_progress_read on lesson_progress for select to authenticated using (
    community_id = (select auth.community_id())
    and (user_id = (select auth.uid()) or (select is_learning_staff()))
);
create policy lesson_progress_add on lesson_progress for insert to authenticated with check (
    community_id = (select auth.community_id())
    and user_id = (select auth.uid())
    and exists (
        select from lessons l
        where l.community_id = lesson_progress.community_id and l.id = lesson_progress.lesson_id
    )
);
create policy lesson_progress_change on lesson_progress for update to authenticated
    using (community_id = (select auth.community_id()) and user_id = (select auth.uid()))
    with check (community_id = (select auth.community_id()) and user_id = (select auth.uid()));
