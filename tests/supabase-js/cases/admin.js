import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { PASSWORD, newAddress, person, raw, refusal, service, signedIn, stoa, visitor } from '../support/world.js';

const admin = service().auth.admin;

describe('admin', () => {
  it('createUser, getUserById, updateUserById, deleteUser', async () => {
    const email = newAddress();
    const made = await admin.createUser({ email, password: PASSWORD, email_confirm: true, app_metadata: { plan: 'a' }, user_metadata: { x: 1 } });
    assert.equal(made.error, null);
    const { id } = made.data.user;
    assert.equal((await admin.getUserById(id)).data.user.email, email);
    const updated = await admin.updateUserById(id, { user_metadata: { y: 2 }, app_metadata: { plan: 'b' } });
    assert.equal(updated.error, null);
    assert.deepEqual([updated.data.user.user_metadata.x, updated.data.user.user_metadata.y, updated.data.user.app_metadata.plan], [1, 2, 'b']);
    assert.equal((await admin.deleteUser(id)).error, null);
    const gone = await admin.getUserById(id);
    assert.deepEqual([gone.error.status, gone.error.code], [404, 'user_not_found']);
  });

  it('an address is given once', async () => {
    const { email } = await person();
    const { error } = await admin.createUser({ email: email.toUpperCase(), password: PASSWORD });
    assert.deepEqual([error.status, error.code], [422, 'email_exists']);
  });

  it('listUsers pages with the totals that the library parses', async () => {
    await person();
    await person();
    const { data, error } = await admin.listUsers({ page: 1, perPage: 2 });
    assert.equal(error, null);
    assert.equal(data.users.length, 2);
    assert.ok(data.total >= 2);
    assert.equal(data.nextPage, 2);
    assert.ok(data.lastPage >= 2);
    const all = await admin.listUsers();
    assert.equal(all.error, null);
  });

  it('a filter finds those whose address has it', async () => {
    const { id } = await person({ email: newAddress('findable') });
    const answer = await raw('/admin/users?filter=findable', { token: stoa.serviceKey });
    assert.deepEqual((await answer.json()).users.map((user) => user.id), [id]);
  });

  it('one user is found by address', async () => {
    const { email, id } = await person();
    const answer = await raw(`/admin/users?email=${encodeURIComponent(email)}`, { token: stoa.serviceKey });
    assert.deepEqual((await answer.json()).users.map((user) => user.id), [id]);
  });

  it('a soft-deleted person is gone and the address is free', async () => {
    const { email, id } = await person();
    assert.equal((await admin.deleteUser(id, true)).error, null);
    assert.equal((await visitor().auth.signInWithPassword({ email, password: PASSWORD })).error.code, 'invalid_credentials');
    assert.equal((await admin.createUser({ email, password: PASSWORD, email_confirm: true })).error, null);
  });

  it('a ban ends sessions at once', async () => {
    const { client, id } = await signedIn();
    await admin.updateUserById(id, { ban_duration: '1h' });
    const { error } = await client.auth.getUser();
    assert.ok(error);
  });

  it('a new password by an admin ends every session', async () => {
    const { client, id, email } = await signedIn();
    assert.equal((await admin.updateUserById(id, { password: 'set by the admin today' })).error, null);
    assert.equal((await client.auth.getUser()).data.user, null);
    assert.equal((await visitor().auth.signInWithPassword({ email, password: 'set by the admin today' })).error, null);
  });

  it('an imported hash lets in with the old password, and nonsense is refused', async () => {
    const email = newAddress();
    const bcrypt = '$2b$04$abcdefghijklmnopqrstuuIPVsufRHzfkHxjoSvVrGLM7jvoWqLqm';
    assert.equal((await admin.createUser({ email, password_hash: bcrypt, email_confirm: true })).error, null);
    const old = { email, password: 'an imported passphrase' };
    assert.equal((await visitor().auth.signInWithPassword(old)).error, null);
    assert.equal((await visitor().auth.signInWithPassword(old)).error, null, 'also after it was hashed anew');
    const nonsense = await admin.createUser({ email: newAddress(), password_hash: 'plain text', email_confirm: true });
    assert.equal(nonsense.error.status, 400);
  });

  it('createUser takes an id and roles of the academy', async () => {
    const id = randomUUID();
    const made = await admin.createUser({ id, email: newAddress(), password: PASSWORD, email_confirm: true, app_metadata: { roles: ['author'] } });
    assert.equal(made.error, null);
    assert.equal(made.data.user.id, id);
    assert.deepEqual(made.data.user.app_metadata.roles, ['author']);
    const twice = await admin.createUser({ id, email: newAddress(), password: PASSWORD });
    assert.equal(twice.error.status, 422);
  });

  it('a person whose role is admin may do the same, and only as long', async () => {
    const { client, session, id } = await signedIn({ app_metadata: { roles: ['admin'] } });
    assert.equal((await raw('/admin/users', { token: session.access_token })).status, 200);
    await admin.updateUserById(id, { app_metadata: { roles: [] } });
    const answer = await raw('/admin/users', { token: (await client.auth.getSession()).data.session.access_token });
    assert.deepEqual(await refusal(answer), [403, 'not_admin']);
  });

  it('people are no admins', async () => {
    const { session } = await signedIn();
    for (const token of [session.access_token, stoa.anonKey]) {
      const answer = await raw('/admin/users', { token });
      assert.deepEqual([answer.status, (await answer.json()).error_code], [403, 'not_admin']);
    }
    assert.equal((await raw('/admin/users')).status, 401);
  });

  it('unknown people are not found, wrong ids are refused', async () => {
    const { error } = await admin.updateUserById(randomUUID(), { user_metadata: {} });
    assert.deepEqual([error.status, error.code], [404, 'user_not_found']);
    const wrong = await raw('/admin/users/not-an-id', { token: stoa.serviceKey });
    assert.equal(wrong.status, 404);
  });

  it('the audit is there for admins', async () => {
    const { id } = await person();
    const answer = await raw('/admin/audit', { token: stoa.serviceKey });
    assert.equal(answer.status, 200);
    assert.ok(JSON.stringify(await answer.json()).includes(id));
  });
});
