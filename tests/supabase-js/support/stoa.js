// Starts the built program with a private cluster in a directory of its own.
import { execFile, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const program = process.env.STOA_PROGRAM ?? fileURLToPath(new URL('../../../target/debug/stoa', import.meta.url));

const run = promisify(execFile);

// A process that has ended needs no word any more.
function tell(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

// The port is chosen before: it is part of the name under which tokens are issued.
export async function startStoa(port, settings) {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-client-'));
  await chmod(folder, 0o755); // the database's user must pass
  const data = ['--data-dir', join(folder, 'data')];
  const where = { cwd: folder, env: { PATH: process.env.PATH, ...settings } };
  const child = spawn(program, [...data, 'serve', '--demo', '--listen', `127.0.0.1:${port}`], {
    ...where,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // However this process ends: Stoa hears it, and takes its cluster along.
  process.once('exit', () => child.kill('SIGTERM'));
  const ended = new Promise((end) => child.once('exit', end));
  const log = [];
  child.stderr.on('data', (chunk) => log.push(chunk));
  const url = await ready(child, log);
  const { stdout } = await run(program, [...data, 'keys', 'show', '--format', 'json'], where);
  const keys = JSON.parse(stdout);
  return {
    url,
    anonKey: keys.anon,
    serviceKey: keys.service_role,
    // The database stands still, with all its processes: nothing answers and nothing is refused. Gives back the thaw.
    async freeze() {
      const postmaster = Number((await readFile(join(folder, 'data/postgres/pgdata/postmaster.pid'), 'utf8')).split('\n')[0]);
      process.kill(postmaster, 'SIGSTOP'); // first, so that it makes no further children
      const { stdout } = await run('ps', ['-o', 'pid=', '--ppid', String(postmaster)]);
      const all = [postmaster, ...stdout.split(/\s+/).filter(Boolean).map(Number)];
      const send = (signal) => all.forEach((pid) => tell(pid, signal));
      const thaw = () => send('SIGCONT');
      process.once('exit', thaw);
      send('SIGSTOP');
      return thaw;
    },
    log: () => Buffer.concat(log).toString(),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function ready(child, log) {
  for await (const line of createInterface({ input: child.stdout })) {
    const url = line.match(/^stoa ready (\S+)/)?.[1];
    if (url) return url;
  }
  throw new Error(`stoa did not start:\n${Buffer.concat(log)}`);
}
