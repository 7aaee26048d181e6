import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PASSWORD, SITE, mailbox, newAddress, person, visitor } from '../support/world.js';

describe('sign-up', () => {
  it('sends a letter, and the code in it confirms the address', async () => {
    const email = newAddress();
    const client = visitor();
    const { data, error } = await client.auth.signUp({ email, password: PASSWORD, options: { data: { name: 'Dana' } } });
    assert.equal(error, null);
    assert.equal(data.session, null);
    assert.equal(data.user.email, email);
    assert.equal(data.user.user_metadata.name, 'Dana');
    assert.equal(data.user.identities.length, 1);
    assert.equal((await visitor().auth.signInWithPassword({ email, password: PASSWORD })).error.code, 'email_not_confirmed');
    const { code } = await mailbox.letterTo(email);
    const confirmed = await client.auth.verifyOtp({ email, token: code, type: 'signup' });
    assert.equal(confirmed.error, null);
    assert.equal(confirmed.data.user.id, data.user.id);
    assert.ok(confirmed.data.user.email_confirmed_at);
    assert.equal((await visitor().auth.signInWithPassword({ email, password: PASSWORD })).error, null);
  });

  it('the link in the letter confirms as well', async () => {
    const email = newAddress();
    const client = visitor();
    await client.auth.signUp({ email, password: PASSWORD, options: { emailRedirectTo: `${SITE}/welcome` } });
    const { link } = await mailbox.letterTo(email);
    assert.equal(link.searchParams.get('redirect_to'), `${SITE}/welcome`);
    const { data, error } = await client.auth.verifyOtp({ token_hash: link.searchParams.get('token'), type: 'signup' });
    assert.equal(error, null);
    assert.equal(data.user.email, email);
  });

  it('a taken address looks like success, and its owner gets a letter', async () => {
    const { email, id } = await person();
    const { data, error } = await visitor().auth.signUp({ email, password: 'another passphrase', options: { data: { name: 'X' } } });
    assert.equal(error, null);
    assert.equal(data.session, null);
    assert.notEqual(data.user.id, id);
    assert.deepEqual(data.user.identities, []);
    assert.equal(data.user.user_metadata.name, 'X');
    const letter = await mailbox.letterTo(email);
    assert.equal(letter.code, undefined);
    assert.equal((await visitor().auth.signInWithPassword({ email, password: 'another passphrase' })).error.code, 'invalid_credentials');
  });

  it('an unconfirmed address signs up again: same user, first password, new letter', async () => {
    const email = newAddress();
    const first = await visitor().auth.signUp({ email, password: PASSWORD });
    await mailbox.letterTo(email);
    const again = await visitor().auth.signUp({ email, password: 'a second passphrase' });
    assert.equal(again.error, null);
    assert.equal(again.data.user.id, first.data.user.id);
  });

  it('a weak password is refused with its reasons', async () => {
    const { error } = await visitor().auth.signUp({ email: newAddress(), password: 'short' });
    assert.equal(error.code, 'weak_password');
    assert.equal(error.status, 422);
    assert.equal(error.name, 'AuthWeakPasswordError');
    assert.ok(error.reasons.includes('length'));
  });

  it('a text that is no address is a validation error', async () => {
    const { error } = await visitor().auth.signUp({ email: 'not an address', password: PASSWORD });
    assert.equal(error.status, 400);
    assert.equal(error.code, 'validation_failed');
  });
});
