import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { raw, refusal, signedIn, stoa, visitor } from '../support/world.js';

describe('errors', () => {
  it('speak the newer form to those who ask for it, and the older to others', async () => {
    const body = { email: 'nobody@example.com', password: 'wrong wrong' };
    const path = '/token?grant_type=password';
    const newer = await raw(path, { method: 'POST', body, headers: { 'X-Supabase-Api-Version': '2024-01-01' } });
    assert.equal(newer.headers.get('x-supabase-api-version'), '2024-01-01');
    assert.deepEqual(await newer.json(), { code: 'invalid_credentials', message: 'Invalid login credentials' });
    const older = await raw(path, { method: 'POST', body });
    assert.deepEqual(await older.json(), { code: 400, error_code: 'invalid_credentials', msg: 'Invalid login credentials' });
    assert.equal(older.headers.get('x-sb-error-code'), 'invalid_credentials');
  });

  it('a browser may read what the client library needs', async () => {
    const answer = await raw('/token?grant_type=password', { method: 'POST', body: {}, headers: { Origin: 'https://app.example.com' } });
    const exposed = answer.headers.get('access-control-expose-headers').toLowerCase();
    for (const name of ['x-supabase-api-version', 'x-total-count', 'link']) assert.ok(exposed.includes(name), name);
    const asked = ['apikey', 'authorization', 'content-type', 'x-client-info', 'x-supabase-api-version'];
    const preflight = await fetch(`${stoa.url}/auth/v1/user`, {
      method: 'OPTIONS',
      headers: { Origin: 'https://app.example.com', 'Access-Control-Request-Method': 'PUT', 'Access-Control-Request-Headers': asked.join(',') },
    });
    const allowed = preflight.headers.get('access-control-allow-headers').toLowerCase();
    for (const name of asked) assert.ok(allowed.includes(name), name);
  });

  it('no bearer is no_authorization, an API key on a user route is bad_jwt', async () => {
    const none = await raw('/user');
    assert.deepEqual([none.status, (await none.json()).error_code], [401, 'no_authorization']);
    const key = await raw('/user', { token: stoa.anonKey });
    const said = await key.json();
    assert.deepEqual([key.status, said.error_code], [403, 'bad_jwt']);
    assert.match(said.msg, /sub/);
    const garbage = await raw('/user', { token: 'not.a.token' });
    assert.deepEqual([garbage.status, (await garbage.json()).error_code], [403, 'bad_jwt']);
  });

  it('everything is JSON, also what is not there', async () => {
    for (const [path, method] of [['/no-such-thing', 'GET'], ['/token', 'DELETE']]) {
      const answer = await raw(path, { method });
      assert.match(answer.headers.get('content-type'), /json/, path);
      await answer.json();
    }
    const big = await raw('/signup', { method: 'POST', body: { email: 'x'.repeat(300_000) } });
    assert.equal(big.status, 413);
    await big.json();
  });

  it('bodies that are no JSON objects are bad_json', async () => {
    for (const body of ['', '{', '[]', 'null', '"text"', '{"email":"a","email":"b"}', '\u0000']) {
      const headers = { apikey: stoa.anonKey, 'Content-Type': 'application/json' };
      const answer = await fetch(`${stoa.url}/auth/v1/otp`, { method: 'POST', headers, body });
      assert.deepEqual(await refusal(answer), [400, 'bad_json'], body);
    }
  });

  it('a client that is signed out hears so without asking the server', async () => {
    const { error } = await visitor().auth.getUser();
    assert.equal(error.name, 'AuthSessionMissingError');
  });

  it('tokens and users are never kept by a cache', async () => {
    const { session } = await signedIn();
    const answer = await raw('/user', { token: session.access_token });
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.match((await raw('/.well-known/jwks.json')).headers.get('cache-control'), /max-age=600/);
  });
});
