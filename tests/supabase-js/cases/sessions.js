import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PASSWORD, memory, raw, refusal, service, signedIn, stoa, visitor } from '../support/world.js';

const grant = (refresh_token) => raw('/token?grant_type=refresh_token', { method: 'POST', body: { refresh_token } });

describe('sessions', () => {
  it('refreshSession rotates the refresh token and keeps the session', async () => {
    const { client, session } = await signedIn();
    const { data, error } = await client.auth.refreshSession();
    assert.equal(error, null);
    assert.notEqual(data.session.refresh_token, session.refresh_token);
    const id = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url')).session_id;
    assert.equal(id(data.session.access_token), id(session.access_token));
  });

  it('six tabs that refresh at once end with one and the same token', async () => {
    const { session } = await signedIn();
    const answers = await Promise.all(Array.from({ length: 6 }, () => grant(session.refresh_token)));
    assert.deepEqual(answers.map((answer) => answer.status), Array(6).fill(200));
    const tokens = new Set((await Promise.all(answers.map((answer) => answer.json()))).map((body) => body.refresh_token));
    assert.equal(tokens.size, 1);
  });

  it('six clients that call refreshSession at once share one token, and all stay signed in', async () => {
    const { session } = await signedIn();
    const clients = Array.from({ length: 6 }, () => visitor());
    const answers = await Promise.all(clients.map((client) => client.auth.refreshSession(session)));
    assert.deepEqual(answers.map(({ error }) => error), Array(6).fill(null));
    assert.equal(new Set(answers.map(({ data }) => data.session.refresh_token)).size, 1);
    const users = await Promise.all(clients.map((client) => client.auth.getUser()));
    assert.ok(users.every(({ data }) => data.user));
  });

  it('the parent of the active token always gets the active token', async () => {
    const { session } = await signedIn();
    const first = await (await grant(session.refresh_token)).json();
    const again = await (await grant(session.refresh_token)).json();
    assert.equal(again.refresh_token, first.refresh_token);
  });

  it('an unknown refresh token is a 400 that the client does not retry', async () => {
    const client = visitor();
    const { error } = await client.auth.refreshSession({ refresh_token: 'AAAAAAAAAAAAAAAAAAAAAAAA' });
    assert.equal(error.status, 400);
    assert.ok(['refresh_token_not_found', 'validation_failed'].includes(error.code), error.code);
  });

  it('setSession takes over tokens from elsewhere', async () => {
    const { session, id } = await signedIn();
    const client = visitor();
    const { data, error } = await client.auth.setSession(session);
    assert.equal(error, null);
    assert.equal(data.user.id, id);
    const signedOut = await signedIn();
    await signedOut.client.auth.signOut();
    const late = await visitor().auth.setSession(signedOut.session);
    assert.ok(late.error);
  });

  it('signOut ends all sessions at once, and the library wipes itself', async () => {
    const { client, email, session } = await signedIn();
    const storage = memory();
    const other = visitor({ storage });
    await other.auth.signInWithPassword({ email, password: PASSWORD });
    assert.equal((await client.auth.signOut()).error, null);
    assert.equal((await raw('/user', { token: session.access_token })).status, 403);
    const { data, error } = await other.auth.getUser();
    assert.equal(data.user, null);
    assert.equal(error.name, 'AuthSessionMissingError');
    assert.equal(storage.items.size, 0);
  });

  it('signOut local leaves other sessions, signOut others leaves this one', async () => {
    const { client: first, email } = await signedIn();
    const second = visitor();
    await second.auth.signInWithPassword({ email, password: PASSWORD });
    assert.equal((await first.auth.signOut({ scope: 'others' })).error, null);
    assert.ok((await first.auth.getUser()).data.user);
    assert.equal((await second.auth.getUser()).data.user, null);
    const third = visitor();
    await third.auth.signInWithPassword({ email, password: PASSWORD });
    assert.equal((await third.auth.signOut({ scope: 'local' })).error, null);
    assert.ok((await first.auth.getUser()).data.user);
  });

  for (const [scope, mine, others] of [['global', false, false], ['local', false, true], ['others', true, false]]) {
    it(`admin.signOut of scope ${scope} ends what it says`, async () => {
      const { client, email, session } = await signedIn();
      const other = visitor();
      await other.auth.signInWithPassword({ email, password: PASSWORD });
      assert.equal((await service().auth.admin.signOut(session.access_token, scope)).error, null);
      assert.equal((await client.auth.getUser()).data.user !== null, mine);
      assert.equal((await other.auth.getUser()).data.user !== null, others);
    });
  }

  it('an unknown scope is refused and ends nothing', async () => {
    const { client, session } = await signedIn();
    const answer = await raw('/logout?scope=everything', { method: 'POST', token: session.access_token });
    assert.deepEqual(await refusal(answer), [400, 'validation_failed']);
    assert.ok((await client.auth.getUser()).data.user);
  });

  it('a signed-in client reads lessons with its token', async () => {
    const client = visitor();
    await client.auth.signInWithPassword({ email: 'test@student.com', password: 'test123' });
    const { data } = await client.auth.getSession();
    const answer = await fetch(`${stoa.url}/api/lessons`, { headers: { Authorization: `Bearer ${data.session.access_token}` } });
    assert.equal(answer.status, 200);
    assert.ok((await answer.json()).length > 0);
  });
});
