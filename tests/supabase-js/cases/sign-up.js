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

  // GoTrue answers a taken address with `identities: []`, by which anybody can ask whether somebody has an account. Stoa
  // gives one answer for all: whoever has the address reads the truth in a letter.
  it('a taken address looks like success, and its owner gets a letter', async () => {
    const { email, id } = await person();
    const wish = { password: 'another passphrase', options: { data: { name: 'X' } } };
    const taken = await visitor().auth.signUp({ email, ...wish });
    const free = await visitor().auth.signUp({ email: newAddress(), ...wish });
    assert.equal(taken.error, null);
    assert.equal(taken.data.session, null);
    assert.notEqual(taken.data.user.id, id);
    assert.deepEqual(shape(taken.data.user), shape(free.data.user));
    assert.equal(taken.data.user.user_metadata.name, 'X');
    const letter = await mailbox.letterTo(email);
    assert.equal(letter.code, undefined);
    // As it is for an address that was free.
    assert.equal((await visitor().auth.signInWithPassword({ email, password: 'another passphrase' })).error.code, 'email_not_confirmed');
  });

  it('an unconfirmed address signs up again: the same answer, and of two passwords neither stays', async () => {
    const email = newAddress();
    const first = await visitor().auth.signUp({ email, password: PASSWORD });
    const { code } = await mailbox.letterTo(email);
    const again = await visitor().auth.signUp({ email, password: 'a second passphrase' });
    assert.equal(again.error, null);
    assert.deepEqual(shape(again.data.user), shape(first.data.user));
    const confirmed = await visitor().auth.verifyOtp({ email, token: code, type: 'signup' });
    assert.equal(confirmed.data.user.id, first.data.user.id);
    assert.ok((await visitor().auth.signInWithPassword({ email, password: 'a second passphrase' })).error);
    assert.equal((await visitor().auth.signInWithPassword({ email, password: PASSWORD })).error.code, 'invalid_credentials');
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

// What a user looks like, without what is another for everybody: names of fields and kinds of values.
function shape(value) {
  if (Array.isArray(value)) return value.map(shape);
  if (value === null || typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]));
}
