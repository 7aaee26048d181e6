// better-auth on node-postgres, as its documentation sets it up: passwords by scrypt, a session row asked for each request.
import { createServer } from 'node:http';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import pg from 'pg';

const options = {
  database: new pg.Pool({ max: 10 }),
  secret: process.env.PEER_SECRET,
  emailAndPassword: { enabled: true },
  // What is measured is the work; Stoa's limits stay on, since no setting turns them off.
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  // A session is written anew at every look: the nearest thing to a refresh.
  session: { updateAge: process.env.PEER_UPDATES === '1' ? 0 : 24 * 60 * 60 },
  logger: { disabled: true },
};

const server = createServer();
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const baseURL = `http://127.0.0.1:${server.address().port}`;
const { runMigrations } = await getMigrations(options);
await runMigrations();
server.on('request', toNodeHandler(betterAuth({ ...options, baseURL })));
console.log(`ready ${baseURL}`);
