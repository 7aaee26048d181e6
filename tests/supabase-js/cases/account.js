import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PASSWORD, mailbox, newAddress, person, raw, signedIn, visitor } from '../support/world.js';
import { openLink } from '../support/browser.js';

describe('account', () => {
  it('updateUser merges data key by key, null deletes', async () => {
    const { client } = await signedIn({ user_metadata: { a: 1, b: 2 } });
    const { data, error } = await client.auth.updateUser({ data: { b: null, c: 'three' } });
    assert.equal(error, null);
    assert.deepEqual([data.user.user_metadata.a, data.user.user_metadata.b, data.user.user_metadata.c], [1, undefined, 'three']);
  });

  it('nobody gives himself a role', async () => {
    const { client, session } = await signedIn();
    const answer = await raw('/user', { method: 'PUT', token: session.access_token, body: { app_metadata: { roles: ['admin'] } } });
    assert.deepEqual([answer.status, (await answer.json()).error_code], [403, 'not_admin']);
    await client.auth.updateUser({ data: { roles: ['admin'] } });
    const { data } = await client.auth.getUser();
    assert.ok(!(data.user.app_metadata.roles ?? []).includes('admin'));
  });

  it('a new password ends the other sessions and keeps this one', async () => {
    const { client, email } = await signedIn();
    const other = visitor();
    await other.auth.signInWithPassword({ email, password: PASSWORD });
    const { error } = await client.auth.updateUser({ password: 'quite another passphrase', current_password: PASSWORD });
    assert.equal(error, null);
    assert.ok((await client.auth.getUser()).data.user);
    assert.equal((await other.auth.getUser()).data.user, null);
  });

  it('the same password and a weak one are refused', async () => {
    const { client } = await signedIn();
    const same = await client.auth.updateUser({ password: PASSWORD, current_password: PASSWORD });
    assert.deepEqual([same.error.status, same.error.code], [422, 'same_password']);
    const weak = await client.auth.updateUser({ password: '1234567', current_password: PASSWORD });
    assert.deepEqual([weak.error.status, weak.error.code], [422, 'weak_password']);
  });

  it('a new address needs both the old and the new one to agree', async () => {
    const { client, email } = await signedIn();
    const next = newAddress();
    const { data, error } = await client.auth.updateUser({ email: next });
    assert.equal(error, null);
    assert.equal(data.user.email, email);
    assert.equal(data.user.new_email, next);
    const [fromOld, fromNew] = [await mailbox.letterTo(email), await mailbox.letterTo(next)];
    const half = await openLink(fromOld.link);
    assert.match(half.hash, /message=Confirmation\+link\+accepted/);
    assert.equal((await client.auth.getUser()).data.user.email, email);
    await openLink(fromNew.link);
    assert.equal((await visitor().auth.signInWithPassword({ email: next, password: PASSWORD })).error, null);
    assert.equal((await visitor().auth.signInWithPassword({ email, password: PASSWORD })).error.code, 'invalid_credentials');
  });

  it('an address that somebody has is refused', async () => {
    const { client } = await signedIn();
    const { email } = await person();
    const { error } = await client.auth.updateUser({ email });
    assert.deepEqual([error.status, error.code], [422, 'email_exists']);
  });

  it('reauthenticate sends a code that a password change accepts', async () => {
    const { client, email } = await signedIn();
    assert.equal((await client.auth.reauthenticate()).error, null);
    const { code } = await mailbox.letterTo(email);
    const wrong = await client.auth.updateUser({ password: 'yet another passphrase', nonce: code === '000000' ? '111111' : '000000' });
    assert.equal(wrong.error.code, 'reauthentication_not_valid');
    const { error } = await client.auth.updateUser({ password: 'yet another passphrase', nonce: code });
    assert.equal(error, null);
  });

  it('getUserIdentities lists how one signs in, and the last one stays', async () => {
    const { client } = await signedIn();
    const { data, error } = await client.auth.getUserIdentities();
    assert.equal(error, null);
    assert.deepEqual(data.identities.map((identity) => identity.provider), ['email']);
    const refused = await client.auth.unlinkIdentity(data.identities[0]);
    assert.equal(refused.error.status, 422);
  });
});
