import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PASSWORD, SITE, mailbox, newAddress, person, service, visitor } from '../support/world.js';

const admin = service().auth.admin;

describe('invitations', () => {
  it('inviteUserByEmail sends a letter that lets in', async () => {
    const email = newAddress();
    const { data, error } = await admin.inviteUserByEmail(email, { redirectTo: `${SITE}/welcome`, data: { team: 'north' } });
    assert.equal(error, null);
    assert.ok(data.user.invited_at);
    const { link } = await mailbox.letterTo(email);
    const client = visitor();
    const accepted = await client.auth.verifyOtp({ token_hash: link.searchParams.get('token'), type: 'invite' });
    assert.equal(accepted.error, null);
    assert.equal(accepted.data.user.user_metadata.team, 'north');
    assert.equal((await client.auth.updateUser({ password: PASSWORD })).error, null);
    assert.equal((await visitor().auth.signInWithPassword({ email, password: PASSWORD })).error, null);
  });

  for (const type of ['signup', 'invite', 'magiclink', 'recovery']) {
    it(`generateLink of type ${type} gives a link and a code that work`, async () => {
      const fresh = type === 'signup' || type === 'invite';
      const email = fresh ? newAddress() : (await person()).email;
      const { data, error } = await admin.generateLink({ type, email, ...(type === 'signup' && { password: PASSWORD }), options: { redirectTo: SITE } });
      assert.equal(error, null);
      assert.equal(data.user.email, email);
      assert.equal(data.properties.verification_type, type);
      assert.match(data.properties.email_otp, /^\d{6}$/);
      assert.ok(new URL(data.properties.action_link).searchParams.get('token'));
      const verified = await visitor().auth.verifyOtp({ token_hash: data.properties.hashed_token, type });
      assert.equal(verified.error, null);
      assert.equal(verified.data.user.email, email);
      assert.equal(mailbox.lettersTo(email).length, 0);
    });
  }

  it('generateLink for recovery of nobody is user_not_found', async () => {
    const { error } = await admin.generateLink({ type: 'recovery', email: newAddress() });
    assert.deepEqual([error.status, error.code], [404, 'user_not_found']);
  });
});
