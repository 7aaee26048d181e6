import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { raw, signedIn, stoa } from '../support/world.js';

// Every field of every body that a client may send, and what people send instead of it.
const BODIES = {
  'POST /signup': ['email', 'password', 'data', 'code_challenge', 'code_challenge_method', 'gotrue_meta_security'],
  'POST /token?grant_type=password': ['email', 'password', 'gotrue_meta_security'],
  'POST /token?grant_type=refresh_token': ['refresh_token'],
  'POST /token?grant_type=pkce': ['auth_code', 'code_verifier'],
  'POST /token?grant_type=id_token': ['provider', 'id_token', 'access_token', 'nonce'],
  'POST /otp': ['email', 'create_user', 'data', 'code_challenge', 'code_challenge_method'],
  'POST /magiclink': ['email'],
  'POST /recover': ['email', 'code_challenge', 'code_challenge_method'],
  'POST /resend': ['type', 'email'],
  'POST /verify': ['type', 'email', 'token', 'token_hash'],
  'PUT /user': ['email', 'password', 'current_password', 'nonce', 'data', 'phone', 'app_metadata'],
  'POST /factors': ['friendly_name', 'factor_type', 'issuer'],
  'POST /invite': ['email', 'data'],
  'POST /admin/users': ['email', 'password', 'email_confirm', 'user_metadata', 'app_metadata', 'role', 'ban_duration', 'id', 'password_hash', 'phone'],
  'POST /admin/generate_link': ['type', 'email', 'password', 'new_email', 'data', 'redirect_to'],
};
const GARBAGE = [
  null, true, 0, -1, 1e308, '', ' ', '\u0000', '\ud800', '💥'.repeat(50), 'x'.repeat(20_000), [], {}, [[[]]],
  { a: { b: { c: null } } }, "' or 1=1 --", '<script>alert(1)</script>', '../../etc/passwd', '\r\nBcc: x@example.com', 'ОЧЕНЬ@длинный.домен',
];
const ADMIN = ['/invite', '/admin/'];

describe('hostile input', () => {
  it('no field of any body makes a 5xx, whatever stands in it', async () => {
    const { session } = await signedIn();
    let sent = 0;
    const bad = [];
    for (const [route, fields] of Object.entries(BODIES)) {
      const [method, path] = route.split(' ');
      const token = ADMIN.some((start) => path.startsWith(start)) ? stoa.serviceKey : session.access_token;
      const attempts = fields.flatMap((field) => GARBAGE.map((value) => ({ [field]: value })));
      attempts.push(...GARBAGE.map((value) => Object.fromEntries(fields.map((field) => [field, value]))));
      for (const body of attempts) {
        const answer = await raw(path, { method, token, body });
        const text = await answer.text();
        sent += 1;
        if (answer.status >= 500 || answer.status === 404) bad.push(`${answer.status} ${route} ${JSON.stringify(body).slice(0, 80)} ${text.slice(0, 120)}`);
        if (text !== '') JSON.parse(text);
      }
    }
    assert.deepEqual(bad, []);
    assert.ok(sent > 1000, `${sent} requests`);
  });

  it('bodies that are no JSON objects are bad_json', async () => {
    for (const body of ['', '{', '[]', 'null', '"text"', '{"email":"a","email":"b"}', '\u0000']) {
      const answer = await fetch(`${stoa.url}/auth/v1/otp`, { method: 'POST', headers: { apikey: stoa.anonKey, 'Content-Type': 'application/json' }, body });
      assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status} for ${body}`);
      await answer.json();
    }
  });
});
