import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PASSWORD, mailbox, newAddress, person, raw, signedIn, visitor } from '../support/world.js';

// How each kind of letter comes about: who asks, and what the proof leads to.
const KINDS = {
  signup: async (email, client) => client.auth.signUp({ email, password: PASSWORD }),
  email: async (email, client) => client.auth.signInWithOtp({ email }),
  magiclink: async (email, client) => client.auth.signInWithOtp({ email }),
  recovery: async (email, client) => client.auth.resetPasswordForEmail(email),
};
const NEEDS_PERSON = ['magiclink', 'recovery'];

async function letter(type) {
  const email = NEEDS_PERSON.includes(type) ? (await person()).email : newAddress(type);
  const client = visitor();
  assert.equal((await KINDS[type](email, client)).error, null);
  return { email, client, ...(await mailbox.letterTo(email)) };
}

describe('verifyOtp', () => {
  for (const type of Object.keys(KINDS)) {
    it(`of type ${type} takes the code`, async () => {
      const { email, client, code } = await letter(type);
      const { data, error } = await client.auth.verifyOtp({ email, token: code, type });
      assert.equal(error, null);
      assert.equal(data.user.email, email);
      assert.ok(data.session.refresh_token);
      assert.equal((await client.auth.getUser()).data.user.id, data.user.id);
    });

    it(`of type ${type} takes the hash of the link, once`, async () => {
      const { email, client, link } = await letter(type);
      const token_hash = link.searchParams.get('token');
      const { data, error } = await client.auth.verifyOtp({ token_hash, type });
      assert.equal(error, null);
      assert.equal(data.user.email, email);
      const again = await visitor().auth.verifyOtp({ token_hash, type });
      assert.deepEqual([again.error.status, again.error.code], [403, 'otp_expired']);
    });
  }

  it('of type email_change takes both codes, and the session comes with the second', async () => {
    const { client, email } = await signedIn();
    const next = newAddress('next');
    assert.equal((await client.auth.updateUser({ email: next })).error, null);
    const [old, fresh] = [await mailbox.letterTo(email), await mailbox.letterTo(next)];
    const half = await visitor().auth.verifyOtp({ email, token: old.code, type: 'email_change' });
    assert.equal(half.error, null);
    assert.equal(half.data.session, null);
    const whole = await visitor().auth.verifyOtp({ email: next, token: fresh.code, type: 'email_change' });
    assert.equal(whole.error, null);
    assert.equal(whole.data.user.email, next);
    assert.equal(whole.data.user.new_email, undefined);
  });

  it('of type email_change takes both links', async () => {
    const { client, email } = await signedIn();
    const next = newAddress('next');
    await client.auth.updateUser({ email: next });
    const letters = [await mailbox.letterTo(next), await mailbox.letterTo(email)];
    const answers = [];
    for (const { link } of letters) {
      answers.push(await visitor().auth.verifyOtp({ token_hash: link.searchParams.get('token'), type: 'email_change' }));
    }
    assert.deepEqual(answers.map(({ error }) => error), [null, null]);
    assert.equal(answers[1].data.user.email, next);
  });

  it('a code of one kind is none of another', async () => {
    const { email, code } = await letter('recovery');
    const { error } = await visitor().auth.verifyOtp({ email, token: code, type: 'magiclink' });
    assert.deepEqual([error.status, error.code], [403, 'otp_expired']);
    assert.equal((await visitor().auth.verifyOtp({ email, token: code, type: 'recovery' })).error, null);
  });

  it('an unknown address, an unknown hash and a wrong code get one answer', async () => {
    const { email } = await letter('magiclink');
    const errors = await Promise.all([
      visitor().auth.verifyOtp({ email, token: 'abcdef', type: 'email' }),
      visitor().auth.verifyOtp({ email: newAddress(), token: '123456', type: 'email' }),
      visitor().auth.verifyOtp({ token_hash: 'x'.repeat(43), type: 'email' }),
    ]);
    assert.equal(new Set(errors.map(({ error }) => `${error.status} ${error.code} ${error.message}`)).size, 1);
    assert.equal(errors[0].error.code, 'otp_expired');
  });

  it('the letter of the former /magiclink lets in too', async () => {
    const { email } = await person();
    assert.equal((await raw('/magiclink', { method: 'POST', body: { email } })).status, 200);
    const { code } = await mailbox.letterTo(email);
    assert.equal((await visitor().auth.verifyOtp({ email, token: code, type: 'magiclink' })).error, null);
  });
});
