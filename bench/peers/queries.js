// Stoa's own statements, read from its .sql files: every candidate runs the same text.
import { readFileSync } from 'node:fs';

const ROOT = new URL('../../crates/', import.meta.url);

/** The statement that follows `--! name`, with `:param` as `$n`; `params` has their names in order. */
export function query(file, name) {
  const parts = readFileSync(new URL(file, ROOT), 'utf8').split(/^--[!:] */m);
  const found = parts.find((part) => part.match(/^\w+/)?.[0] === name);
  if (!found) throw new Error(`${file} has no query ${name}`);
  const body = found.split('\n').slice(1).filter((line) => !line.startsWith('--')).join('\n').replace(/;\s*$/, '');
  const params = [];
  const text = body.replace(/(?<!:):([a-z_]+)/g, (_, param) => {
    if (!params.includes(param)) params.push(param);
    return `$${params.indexOf(param) + 1}`;
  });
  return { name, text, params };
}

export const findProfile = query('db-main/queries/profiles.sql', 'find_profile');
export const listLessons = query('db-main/queries/lessons.sql', 'list_lessons');
export const setScope = {
  name: 'set_scope',
  text: readFileSync(new URL('pg/statements/set_scope.sql', ROOT), 'utf8'),
};
