import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PASSWORD, SITE, mailbox, newAddress, person, raw, refusal, service, signedIn, stoa, visitor } from '../support/world.js';
import { openLink } from '../support/browser.js';

const admin = service().auth.admin;
const isNew = (type) => type === 'signup' || type === 'invite';

async function generated(type, more = {}) {
  const email = isNew(type) ? newAddress(type) : (await person()).email;
  const wish = { type, email, ...(type === 'signup' && { password: PASSWORD }), options: { redirectTo: `${SITE}/in` }, ...more };
  const { data, error } = await admin.generateLink(wish);
  assert.equal(error, null);
  return { email, user: data.user, ...data.properties };
}

describe('invitations', () => {
  it('inviteUserByEmail sends a letter that lets in', async () => {
    const email = newAddress();
    const { data, error } = await admin.inviteUserByEmail(email, { redirectTo: `${SITE}/welcome`, data: { team: 'north' } });
    assert.equal(error, null);
    assert.equal(data.user.email, email);
    assert.ok(data.user.invited_at);
    const { link } = await mailbox.letterTo(email);
    const client = visitor();
    const accepted = await client.auth.verifyOtp({ token_hash: link.searchParams.get('token'), type: 'invite' });
    assert.equal(accepted.error, null);
    assert.equal(accepted.data.user.user_metadata.team, 'north');
    assert.equal((await client.auth.updateUser({ password: PASSWORD })).error, null);
    assert.equal((await visitor().auth.signInWithPassword({ email, password: PASSWORD })).error, null);
  });

  it('the link of an invitation leads where the invitation says', async () => {
    const email = newAddress();
    await admin.inviteUserByEmail(email, { redirectTo: `${SITE}/welcome` });
    const letter = await mailbox.letterTo(email);
    const arrived = await openLink(letter.link);
    assert.equal(arrived.pathname, '/welcome');
    assert.equal(new URLSearchParams(arrived.hash.slice(1)).get('type'), 'invite');
  });

  it('whoever has proved the address is not invited again', async () => {
    const { email } = await person();
    const { error } = await admin.inviteUserByEmail(email);
    assert.deepEqual([error.status, error.code], [422, 'email_exists']);
  });

  it('people invite nobody and make no links', async () => {
    const { session } = await signedIn();
    for (const path of ['/invite', '/admin/generate_link']) {
      for (const token of [session.access_token, stoa.anonKey]) {
        const answer = await raw(path, { method: 'POST', token, body: { type: 'recovery', email: newAddress() } });
        assert.deepEqual(await refusal(answer), [403, 'not_admin'], path);
      }
    }
  });

  for (const type of ['signup', 'invite', 'magiclink', 'recovery']) {
    it(`generateLink of type ${type} gives a link and a code that work, and sends nothing`, async () => {
      const byHash = await generated(type);
      assert.equal(byHash.user.email, byHash.email);
      assert.equal(byHash.verification_type, type);
      assert.equal(byHash.redirect_to, `${SITE}/in`);
      assert.match(byHash.email_otp, /^\d{6}$/);
      const verified = await visitor().auth.verifyOtp({ token_hash: byHash.hashed_token, type });
      assert.equal(verified.error, null);
      assert.equal(verified.data.user.email, byHash.email);
      const byCode = await generated(type);
      assert.equal((await visitor().auth.verifyOtp({ email: byCode.email, token: byCode.email_otp, type })).error, null);
      const byLink = await generated(type);
      const arrived = await openLink(new URL(byLink.action_link));
      assert.equal(arrived.origin + arrived.pathname, `${SITE}/in`);
      assert.ok(new URLSearchParams(arrived.hash.slice(1)).get('access_token'));
      assert.equal(mailbox.lettersTo(byHash.email).length, 0);
    });
  }

  it('generateLink of both types of an e-mail change moves the address when both are used', async () => {
    const { client, email } = await signedIn();
    const newEmail = newAddress('next');
    const [current, fresh] = [
      await generated('email_change_current', { email, newEmail }),
      await generated('email_change_new', { email, newEmail }),
    ];
    const half = await visitor().auth.verifyOtp({ token_hash: current.hashed_token, type: 'email_change' });
    assert.equal(half.error, null);
    assert.equal((await client.auth.getUser()).data.user?.email ?? email, email);
    const whole = await visitor().auth.verifyOtp({ token_hash: fresh.hashed_token, type: 'email_change' });
    assert.equal(whole.error, null);
    assert.equal(whole.data.user.email, newEmail);
  });

  it('generateLink of a magic link for nobody is a sign-up', async () => {
    const email = newAddress();
    const { data, error } = await admin.generateLink({ type: 'magiclink', email });
    assert.equal(error, null);
    assert.equal(data.properties.verification_type, 'signup');
    assert.equal((await visitor().auth.verifyOtp({ token_hash: data.properties.hashed_token, type: 'signup' })).data.user.email, email);
  });

  it('a new link takes the place of the one before', async () => {
    const { email } = await person();
    const first = await generated('recovery', { email });
    const second = await generated('recovery', { email });
    const old = await visitor().auth.verifyOtp({ token_hash: first.hashed_token, type: 'recovery' });
    assert.deepEqual([old.error.status, old.error.code], [403, 'otp_expired']);
    assert.equal((await visitor().auth.verifyOtp({ token_hash: second.hashed_token, type: 'recovery' })).error, null);
  });

  it('generateLink refuses what cannot be: recovery of nobody, sign-up and invitation of somebody', async () => {
    const nobody = await admin.generateLink({ type: 'recovery', email: newAddress() });
    assert.deepEqual([nobody.error.status, nobody.error.code], [404, 'user_not_found']);
    const { email } = await person();
    for (const type of ['signup', 'invite']) {
      const { error } = await admin.generateLink({ type, email, password: PASSWORD });
      assert.deepEqual([error.status, error.code], [422, 'email_exists'], type);
    }
  });
});
