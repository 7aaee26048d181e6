// The usual way of a policy-guarded read with node-postgres: a transaction over one connection of a pool.
import pg from 'pg';
import { setScope } from './queries.js';

// node-postgres reads PGHOST, PGUSER, PGPASSWORD and PGDATABASE by itself; ten connections are its default.
const pool = new pg.Pool({ max: 10 });

/** Runs one query as the person of `claims`; `values` has the parameters by name. */
export async function read(claims, query, values) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN READ ONLY');
    await client.query({ ...setScope, values: ['authenticated', JSON.stringify(claims)] });
    const { name, text, params } = query;
    const { rows } = await client.query({ name, text, values: params.map((param) => values[param] ?? null) });
    await client.query('COMMIT');
    return rows;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
