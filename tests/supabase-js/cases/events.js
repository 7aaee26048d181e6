import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PASSWORD, claimsOf, mailbox, memory, person, service, signedIn, visitor } from '../support/world.js';
import { until } from '../support/until.js';

function heard(client) {
  const events = [];
  client.auth.onAuthStateChange((event) => void events.push(event));
  return events;
}

// A session whose access token the library takes for run out.
function runOut(storage) {
  for (const [key, text] of storage.items) {
    const value = JSON.parse(text);
    if (value.expires_at) storage.setItem(key, JSON.stringify({ ...value, expires_at: Math.floor(Date.now() / 1000) - 10 }));
  }
}

describe('what the library does by itself', () => {
  it('onAuthStateChange tells each change once', async () => {
    const { email } = await person();
    const client = visitor();
    const events = heard(client);
    await until('the first event', () => events.length > 0);
    await client.auth.signInWithPassword({ email, password: PASSWORD });
    await client.auth.refreshSession();
    await client.auth.updateUser({ data: { seen: true } });
    await client.auth.signOut();
    assert.deepEqual(events, ['INITIAL_SESSION', 'SIGNED_IN', 'TOKEN_REFRESHED', 'USER_UPDATED', 'SIGNED_OUT']);
  });

  it('verifyOtp of a recovery is told by its own name', async () => {
    const { email } = await person();
    const client = visitor();
    const events = heard(client);
    await client.auth.resetPasswordForEmail(email);
    const { code } = await mailbox.letterTo(email);
    assert.equal((await client.auth.verifyOtp({ email, token: code, type: 'recovery' })).error, null);
    await until('the event', () => events.includes('PASSWORD_RECOVERY'));
  });

  it('getSession refreshes what has run out', async () => {
    const storage = memory();
    const { client, session } = await signedIn({}, { storage });
    runOut(storage);
    const { data, error } = await client.auth.getSession();
    assert.equal(error, null);
    assert.notEqual(data.session.refresh_token, session.refresh_token);
    assert.equal(claimsOf(data.session.access_token).session_id, claimsOf(session.access_token).session_id);
  });

  it('the automatic refresh keeps a page signed in', async () => {
    const storage = memory();
    const { session } = await signedIn({}, { storage, storageKey: 'page' });
    runOut(storage);
    const page = visitor({ storage, storageKey: 'page', autoRefreshToken: true });
    const fresh = await until('the refresh', () => JSON.parse(storage.getItem('page')).refresh_token !== session.refresh_token);
    await page.auth.stopAutoRefresh();
    assert.ok(fresh);
    assert.ok((await page.auth.getUser()).data.user);
  });

  it('a refresh that is refused signs the page out, without trying for half a minute', async () => {
    const storage = memory();
    const { client, id } = await signedIn({}, { storage });
    const events = heard(client);
    await service().auth.admin.deleteUser(id);
    runOut(storage);
    const began = Date.now();
    const { data } = await client.auth.getSession();
    assert.equal(data.session, null);
    assert.ok(Date.now() - began < 5_000);
    await until('the event', () => events.includes('SIGNED_OUT'));
    assert.equal(storage.items.size, 0);
  });

  it('getUser asks the server once, getClaims not at all after the keys', async () => {
    const asked = [];
    const counting = (url, options) => {
      asked.push(new URL(url).pathname);
      return fetch(url, options);
    };
    const { email } = await person();
    const client = visitor({}, { fetch: counting });
    await client.auth.signInWithPassword({ email, password: PASSWORD });
    asked.length = 0;
    await client.auth.getUser();
    assert.deepEqual(asked, ['/auth/v1/user']);
    asked.length = 0;
    await client.auth.getClaims();
    await client.auth.getClaims();
    assert.ok(asked.every((path) => path.endsWith('/jwks.json')) && asked.length <= 1, asked.join(' '));
  });
});
