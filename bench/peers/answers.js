// What the two routes answer, in the shape of Stoa's answers.
import { read } from './database.js';
import { findProfile, listLessons } from './queries.js';

const STUDENT_PERMISSIONS = ['lessons.read', 'profile.read', 'profile.write'];

export async function profile(claims) {
  const [row] = await read(claims, findProfile, { user_id: claims.sub });
  return {
    id: row.user_id,
    email: claims.email,
    name: row.name,
    phone: row.phone,
    locale: row.locale,
    zone: row.zone,
    roles: claims.app_metadata.roles,
    communities: row.communities.map(({ id, name }) => ({ id, name })),
    permissions: STUDENT_PERMISSIONS,
    home: '/lessons',
    version: row.version,
  };
}

export async function lessons(claims) {
  const rows = await read(claims, listLessons, { user_id: claims.sub, now: new Date(), rows: 51 });
  return { total: rows[0]?.total ?? '0', items: rows.slice(0, 50).map(lesson) };
}

function lesson(row) {
  const completed = row.status === 'completed';
  const after =
    row.first_open_chapter_position < row.chapter_position ||
    (row.first_open_chapter_position === row.chapter_position && row.first_open_position < row.position);
  const locked = row.sequential && !row.preview && !completed && after;
  return {
    id: row.id,
    title: row.title,
    locale: row.locale,
    position: row.position,
    kind: row.kind,
    state: completed ? 'completed' : locked ? 'locked' : row.status === 'in_progress' ? 'in_progress' : 'open',
    lockedReason: locked ? { lessonId: row.first_open_id, title: row.first_open_title } : null,
    percent: row.percent ?? 0,
    positionS: row.position_s ?? 0,
    durationS: row.duration_s,
    course: {
      id: row.course_id,
      slug: row.course_slug,
      title: row.course_title,
      kind: row.course_kind,
      percent: row.course_percent,
    },
    chapter: { id: row.chapter_id, title: row.chapter_title },
  };
}
