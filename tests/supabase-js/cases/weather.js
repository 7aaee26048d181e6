import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memory, signedIn, stoa, visitor } from '../support/world.js';
import { until } from '../support/until.js';

// Counts what was answered, so that a case can wait for it.
function counting() {
  const statuses = [];
  return {
    statuses,
    fetch: async (...request) => {
      const answer = await fetch(...request);
      statuses.push(answer.status);
      return answer;
    },
  };
}

describe('weather', () => {
  it('a database that stands still costs nobody the session, and a refresh under way ends well', async () => {
    const storage = memory();
    const { session } = await signedIn();
    const answers = counting();
    const client = visitor({ storage, storageKey: 'weather' }, { fetch: answers.fetch });
    assert.equal((await client.auth.setSession(session)).error, null);
    const stored = () => JSON.parse(storage.items.get('weather') ?? 'null')?.refresh_token;
    const before = stored();
    const thaw = await stoa.freeze();
    try {
      const { error } = await client.auth.getUser();
      assert.deepEqual([error.status, error.name], [503, 'AuthRetryableFetchError']);
      assert.equal(stored(), before, 'a look at the user leaves the session alone');
      answers.statuses.length = 0;
      const refreshing = client.auth.refreshSession();
      await until('the library tries again', () => answers.statuses.length >= 2);
      assert.ok(answers.statuses.every((status) => status === 503), String(answers.statuses));
      assert.equal(stored(), before, 'and so does a refresh that is refused');
      thaw();
      const { data, error: refused } = await refreshing;
      assert.equal(refused, null);
      assert.equal(data.user.id, session.user.id);
      assert.notEqual(stored(), before);
    } finally {
      thaw();
    }
    assert.equal((await client.auth.getUser()).error, null);
  });
});
