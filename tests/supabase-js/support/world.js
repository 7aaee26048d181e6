// One Stoa and one mailbox for the whole suite, and clients that speak to them.
import { randomInt, randomUUID } from 'node:crypto';
import { after } from 'node:test';
import { createClient } from '@supabase/supabase-js';
import { openMailbox } from './mailbox.js';
import { startStoa } from './stoa.js';

export const SITE = 'http://localhost:3000';
export const PASSWORD = 'a long enough passphrase';

export const mailbox = await openMailbox();
export const stoa = await startStoa({
  STOA_MAIL__SMTP_URL: `smtp://127.0.0.1:${mailbox.port}`,
  STOA_MAIL__FROM: 'Stoa <academy@example.com>',
  STOA_AUTH__SITE_URL: SITE,
  STOA_AUTH__REDIRECT_ALLOW: `${SITE}/**`,
  STOA_AUTH__ANONYMOUS: 'true',
  STOA_HTTP__TRUSTED_PROXIES: '127.0.0.1',
});

after(async () => {
  await stoa.stop();
  await mailbox.close();
});

// Each client is another visitor: limits hold for all of them, as in life.
export function visitor(auth = {}) {
  return clientWith(stoa.anonKey, auth);
}

export function service() {
  return clientWith(stoa.serviceKey, {});
}

function clientWith(key, auth) {
  return createClient(stoa.url, key, {
    auth: { autoRefreshToken: false, detectSessionInUrl: false, storage: memory(), storageKey: randomUUID(), ...auth },
    global: { headers: { 'X-Forwarded-For': address() } },
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
