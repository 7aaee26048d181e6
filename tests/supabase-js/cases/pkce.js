import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { PASSWORD, SITE, mailbox, newAddress, person, raw, visitor } from '../support/world.js';
import { openLink } from '../support/browser.js';

describe('pkce', () => {
  it('sign-up by a client with flowType pkce comes back as a code that only it can exchange', async () => {
    const email = newAddress();
    const client = visitor({ flowType: 'pkce' });
    await client.auth.signUp({ email, password: PASSWORD, options: { emailRedirectTo: `${SITE}/callback` } });
    const { link } = await mailbox.letterTo(email);
    assert.match(link.searchParams.get('token'), /^pkce_/);
    const arrived = await openLink(link);
    const code = arrived.searchParams.get('code');
    assert.match(code, /^[0-9a-f-]{36}$/);
    assert.equal(arrived.hash, '');
    const thief = await raw('/token?grant_type=pkce', { method: 'POST', body: { auth_code: code, code_verifier: 'x'.repeat(64) } });
    assert.deepEqual([thief.status, (await thief.json()).error_code], [400, 'bad_code_verifier']);
    const { data, error } = await client.auth.exchangeCodeForSession(code);
    assert.equal(error, null);
    assert.equal(data.user.email, email);
    const again = await raw('/token?grant_type=pkce', { method: 'POST', body: { auth_code: code, code_verifier: 'x'.repeat(64) } });
    assert.equal(again.status, 404);
  });

  it('recovery with pkce', async () => {
    const { email, id } = await person();
    const client = visitor({ flowType: 'pkce' });
    await client.auth.resetPasswordForEmail(email, { redirectTo: `${SITE}/new-password` });
    const { link } = await mailbox.letterTo(email);
    const arrived = await openLink(link);
    const { data, error } = await client.auth.exchangeCodeForSession(arrived.searchParams.get('code'));
    assert.equal(error, null);
    assert.equal(data.user.id, id);
  });

  it('an unknown code is not found', async () => {
    const answer = await raw('/token?grant_type=pkce', { method: 'POST', body: { auth_code: randomUUID(), code_verifier: 'x'.repeat(64) } });
    assert.deepEqual([answer.status, (await answer.json()).error_code], [404, 'flow_state_not_found']);
  });

  it('a challenge without its method is refused', async () => {
    const answer = await raw('/otp', { method: 'POST', body: { email: newAddress(), code_challenge: 'x'.repeat(43) } });
    assert.deepEqual([answer.status, (await answer.json()).error_code], [400, 'validation_failed']);
  });
});
