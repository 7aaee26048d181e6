// One Stoa, one mailbox and one provider for the whole suite, and clients that speak to them.
import { randomInt, randomUUID } from 'node:crypto';
import { after } from 'node:test';
import { createClient } from '@supabase/supabase-js';
import WebSocket from 'ws';
import { openMailbox } from './mailbox.js';
import { freePort } from './port.js';
import { openProvider } from './provider.js';
import { startStoa } from './stoa.js';

export const SITE = 'http://localhost:3000';
export const PASSWORD = 'a long enough passphrase';

export const mailbox = await openMailbox();
export const provider = await openProvider();
export const stoa = await startStoa(await freePort(), {
  STOA_MAIL__HOST: '127.0.0.1',
  STOA_MAIL__PORT: String(mailbox.port),
  STOA_MAIL__TLS: 'none',
  STOA_MAIL__FROM: 'academy@example.com',
  STOA_AUTH__SITE_URL: SITE,
  STOA_AUTH__REDIRECT_ALLOW: `${SITE}/**`,
  STOA_AUTH__ANONYMOUS: 'true',
  STOA_AUTH__PROVIDER: JSON.stringify([provider.settings]),
  STOA_HTTP__TRUSTED_PROXIES: '127.0.0.1',
});

after(async () => {
  await stoa.stop();
  await mailbox.close();
  await provider.close();
});

// Each client is another visitor: limits hold for all of them, as in life.
export function visitor(auth = {}, global = {}) {
  return clientWith(stoa.anonKey, auth, global);
}

export function service() {
  return clientWith(stoa.serviceKey);
}

function clientWith(key, auth = {}, global = {}) {
  return createClient(stoa.url, key, {
    auth: { autoRefreshToken: false, detectSessionInUrl: false, storage: memory(), storageKey: randomUUID(), ...auth },
    global: { headers: { 'X-Forwarded-For': address() }, ...global },
    realtime: { transport: WebSocket }, // as the library asks of Node before 22
  });
}

function address() {
  return `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;
}

// Storage that a test may look into.
export function memory() {
  const items = new Map();
  return {
    items,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

export function newAddress(name = 'somebody') {
  return `${name}.${randomUUID().slice(0, 8)}@example.com`;
}

// A person who exists and has confirmed the address.
export async function person(attributes = {}) {
  const email = attributes.email ?? newAddress();
  const { data, error } = await service().auth.admin.createUser({ email, password: PASSWORD, email_confirm: true, ...attributes });
  if (error) throw error;
  return { email, id: data.user.id };
}

// The same, signed in with a client.
export async function signedIn(attributes = {}, auth = {}) {
  const somebody = await person(attributes);
  const client = visitor(auth);
  const { data, error } = await client.auth.signInWithPassword({ email: somebody.email, password: attributes.password ?? PASSWORD });
  if (error) throw error;
  return { ...somebody, client, session: data.session };
}

// What a token says, unchecked.
export function claimsOf(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
}

// A request past the client library, for answers that it hides.
export function raw(path, { method = 'GET', token, body, headers = {} } = {}) {
  return fetch(`${stoa.url}/auth/v1${path}`, {
    method,
    redirect: 'manual',
    headers: {
      apikey: stoa.anonKey,
      'X-Forwarded-For': address(),
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

// Status and code of a refused request.
export async function refusal(answer) {
  return [answer.status, (await answer.json()).error_code];
}
