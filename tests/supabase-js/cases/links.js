import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PASSWORD, SITE, mailbox, newAddress, person, raw, service, signedIn, visitor } from '../support/world.js';
import { openLink } from '../support/browser.js';

describe('links and codes', () => {
  it('signInWithOtp makes an account and lets in by the code', async () => {
    const email = newAddress();
    const client = visitor();
    assert.equal((await client.auth.signInWithOtp({ email, options: { data: { name: 'Ernar' } } })).error, null);
    const { code } = await mailbox.letterTo(email);
    const { data, error } = await client.auth.verifyOtp({ email, token: code, type: 'email' });
    assert.equal(error, null);
    assert.equal(data.user.email, email);
    assert.equal(data.user.user_metadata.name, 'Ernar');
    assert.ok(data.session.access_token);
  });

  it('signInWithOtp lets a known person in by the link', async () => {
    const { email, id } = await person();
    const client = visitor();
    await client.auth.signInWithOtp({ email, options: { emailRedirectTo: `${SITE}/in` } });
    const { link } = await mailbox.letterTo(email);
    const arrived = await openLink(link);
    assert.equal(arrived.origin + arrived.pathname, `${SITE}/in`);
    const fragment = new URLSearchParams(arrived.hash.slice(1));
    assert.equal(fragment.get('token_type'), 'bearer');
    assert.equal(fragment.get('type'), 'magiclink');
    const { data, error } = await client.auth.setSession({
      access_token: fragment.get('access_token'),
      refresh_token: fragment.get('refresh_token'),
    });
    assert.equal(error, null);
    assert.equal(data.user.id, id);
  });

  it('a mail scanner that opens the link consumes nothing', async () => {
    const { email } = await person();
    const client = visitor();
    await client.auth.signInWithOtp({ email });
    const { link } = await mailbox.letterTo(email);
    for (const method of ['HEAD', 'GET', 'GET']) {
      const seen = await fetch(link, { method, redirect: 'manual' });
      assert.equal(seen.status, 200, method);
    }
    const { error } = await client.auth.verifyOtp({ token_hash: link.searchParams.get('token'), type: 'magiclink' });
    assert.equal(error, null);
  });

  it('an unknown address with shouldCreateUser false gets the same answer and no letter', async () => {
    const email = newAddress();
    const { error } = await visitor().auth.signInWithOtp({ email, options: { shouldCreateUser: false } });
    assert.equal(error, null);
    const { email: known } = await person();
    await visitor().auth.signInWithOtp({ email: known, options: { shouldCreateUser: false } });
    await mailbox.letterTo(known);
    assert.equal(mailbox.lettersTo(email).length, 0);
  });

  it('a code works once, and five wrong ones end it', async () => {
    const { email } = await person();
    const client = visitor();
    await client.auth.signInWithOtp({ email });
    const { code } = await mailbox.letterTo(email);
    const wrong = code === '000000' ? '111111' : '000000';
    for (let i = 0; i < 5; i += 1) {
      const { error } = await visitor().auth.verifyOtp({ email, token: wrong, type: 'email' });
      assert.deepEqual([error.status, error.code], [403, 'otp_expired']);
    }
    const { error } = await client.auth.verifyOtp({ email, token: code, type: 'email' });
    assert.deepEqual([error.status, error.code], [403, 'otp_expired']);
  });

  it('resetPasswordForEmail leads to a new password, and the old sessions are gone', async () => {
    const { email, session } = await signedIn();
    const client = visitor();
    assert.equal((await client.auth.resetPasswordForEmail(email, { redirectTo: `${SITE}/new-password` })).error, null);
    const { link } = await mailbox.letterTo(email);
    const { data, error } = await client.auth.verifyOtp({ token_hash: link.searchParams.get('token'), type: 'recovery' });
    assert.equal(error, null);
    assert.ok(data.session);
    const changed = await client.auth.updateUser({ password: 'a completely new passphrase' });
    assert.equal(changed.error, null);
    assert.equal((await raw('/user', { token: session.access_token })).status, 403);
    assert.equal((await visitor().auth.signInWithPassword({ email, password: PASSWORD })).error.code, 'invalid_credentials');
    assert.equal((await visitor().auth.signInWithPassword({ email, password: 'a completely new passphrase' })).error, null);
  });

  it('resetPasswordForEmail answers the same for an unknown address', async () => {
    const answer = await raw('/recover', { method: 'POST', body: { email: newAddress() } });
    assert.equal(answer.status, 200);
    assert.deepEqual(await answer.json(), {});
  });

  it('resend sends the confirmation again, for strangers too as far as one can see', async () => {
    const { email } = await person({ email_confirm: false });
    assert.equal((await visitor().auth.resend({ type: 'signup', email })).error, null);
    assert.equal((await visitor().auth.resend({ type: 'signup', email: newAddress() })).error, null);
    const { code } = await mailbox.letterTo(email);
    assert.equal((await visitor().auth.verifyOtp({ email, token: code, type: 'signup' })).error, null);
    const soon = await visitor().auth.resend({ type: 'signup', email });
    assert.deepEqual([soon.error.status, soon.error.code], [429, 'over_email_send_rate_limit']);
  });

  it('resend of type email_change asks both mailboxes once more', async () => {
    const { client, email } = await signedIn();
    const next = newAddress();
    // Begun without a letter: an address gets one a minute.
    const begun = await service().auth.admin.generateLink({ type: 'email_change_new', email, newEmail: next });
    assert.equal(begun.error, null);
    assert.equal((await visitor().auth.resend({ type: 'email_change', email })).error, null);
    const [fromOld, fromNew] = [await mailbox.letterTo(email), await mailbox.letterTo(next)];
    await openLink(fromOld.link);
    await openLink(fromNew.link);
    await client.auth.refreshSession();
    assert.equal((await client.auth.getUser()).data.user.email, next);
  });

  it('a place that is not on the list is left out silently', async () => {
    const { email } = await person();
    await visitor().auth.signInWithOtp({ email, options: { emailRedirectTo: 'https://evil.example.net/in' } });
    const { link } = await mailbox.letterTo(email);
    assert.ok(!link.href.includes('evil'));
    const arrived = await openLink(link);
    assert.equal(arrived.origin, SITE);
  });

  it('a used link says so where it leads', async () => {
    const { email } = await person();
    await visitor().auth.signInWithOtp({ email });
    const { link } = await mailbox.letterTo(email);
    await openLink(link);
    const arrived = await openLink(link);
    const said = new URLSearchParams(arrived.hash.slice(1));
    assert.equal(said.get('error'), 'access_denied');
    assert.equal(said.get('error_code'), 'otp_expired');
  });

  it('token and token_hash together are refused', async () => {
    const answer = await raw('/verify', { method: 'POST', body: { type: 'email', email: newAddress(), token: '123456', token_hash: 'abc' } });
    assert.equal(answer.status, 400);
    assert.equal((await answer.json()).error_code, 'validation_failed');
  });
});
