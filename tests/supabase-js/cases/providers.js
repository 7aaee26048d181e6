import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { PASSWORD, SITE, newAddress, person, provider, raw, signedIn, visitor } from '../support/world.js';
import { newBrowser } from '../support/browser.js';
import { CLIENT_ID } from '../support/provider.js';

const stranger = (email = newAddress('google')) => ({ sub: randomUUID(), email, name: 'Айгуль' });

// As a page does it: the library gives the address, the browser goes there.
async function signInAt(client, { redirectTo = `${SITE}/in`, browser = newBrowser() } = {}) {
  const { data, error } = await client.auth.signInWithOAuth({ provider: 'google', options: { redirectTo } });
  assert.equal(error, null);
  return browser.follow(data.url);
}

const fragment = (url) => new URLSearchParams(url.hash.slice(1));

async function withGoogle(somebody = stranger()) {
  provider.signInAs(somebody);
  const client = visitor();
  const said = fragment(await signInAt(client));
  const { data, error } = await client.auth.setSession({ access_token: said.get('access_token'), refresh_token: said.get('refresh_token') });
  assert.equal(error, null);
  return { client, said, user: data.user, somebody };
}

describe('providers', () => {
  it('signInWithOAuth comes back with a session in the fragment', async () => {
    const { client, said, user, somebody } = await withGoogle();
    assert.equal(said.get('token_type'), 'bearer');
    assert.ok(said.get('provider_token'));
    assert.ok(said.get('provider_refresh_token'));
    assert.equal(user.email, somebody.email);
    assert.deepEqual(user.app_metadata.providers, ['google']);
    assert.equal(user.identities[0].identity_data.sub, somebody.sub);
    assert.equal((await client.auth.getClaims()).data.claims.amr[0].method, 'oauth');
  });

  it('the same person is known again, whatever address the provider tells', async () => {
    const { user, somebody } = await withGoogle();
    const again = await withGoogle({ ...somebody, email: newAddress('moved') });
    assert.equal(again.user.id, user.id);
  });

  it('signInWithOAuth by a client with flowType pkce comes back as a code', async () => {
    provider.signInAs(stranger());
    const client = visitor({ flowType: 'pkce' });
    const arrived = await signInAt(client);
    assert.equal(arrived.origin + arrived.pathname, `${SITE}/in`);
    assert.equal(arrived.hash, '');
    const { data, error } = await client.auth.exchangeCodeForSession(arrived.searchParams.get('code'));
    assert.equal(error, null);
    assert.ok(data.session.provider_token);
    assert.equal((await client.auth.getUser()).data.user.id, data.user.id);
  });

  it('a person who says no comes back with the error', async () => {
    provider.signInAs(stranger());
    provider.refuse();
    const arrived = await signInAt(visitor());
    assert.equal(fragment(arrived).get('error'), 'access_denied');
    assert.equal(fragment(arrived).get('access_token'), null);
    provider.refuse();
    const byCode = await signInAt(visitor({ flowType: 'pkce' }));
    assert.equal(byCode.searchParams.get('error'), 'access_denied');
  });

  it('a place that is not on the list is left out silently', async () => {
    provider.signInAs(stranger());
    const arrived = await signInAt(visitor(), { redirectTo: 'https://evil.example.net/in' });
    assert.equal(arrived.origin, SITE);
  });

  it('an unknown provider and half a challenge are refused', async () => {
    for (const query of ['provider=nobody', 'provider=google&code_challenge=xxx']) {
      const answer = await raw(`/authorize?${query}`);
      assert.deepEqual([answer.status, (await answer.json()).error_code], [400, 'validation_failed'], query);
    }
  });

  it('linkIdentity adds a way to sign in, unlinkIdentity takes it away', async () => {
    const { client, id, email } = await signedIn({}, { flowType: 'pkce' });
    const somebody = stranger();
    provider.signInAs(somebody);
    const { data, error } = await client.auth.linkIdentity({ provider: 'google', options: { redirectTo: `${SITE}/account` } });
    assert.equal(error, null);
    const arrived = await newBrowser().follow(data.url);
    assert.equal(arrived.pathname, '/account');
    assert.equal((await client.auth.getUserIdentities()).data.identities.length, 1, 'nothing is linked before the client proves itself');
    assert.equal((await client.auth.exchangeCodeForSession(arrived.searchParams.get('code'))).error, null);
    const { data: linked } = await client.auth.getUserIdentities();
    assert.deepEqual(linked.identities.map((identity) => identity.provider).sort(), ['email', 'google']);
    assert.equal((await withGoogle(somebody)).user.id, id);
    const google = linked.identities.find((identity) => identity.provider === 'google');
    assert.equal((await client.auth.unlinkIdentity(google)).error, null);
    assert.deepEqual((await client.auth.getUserIdentities()).data.identities.map((identity) => identity.provider), ['email']);
    assert.equal((await visitor().auth.signInWithPassword({ email, password: PASSWORD })).error, null);
  });

  it('linkIdentity with an id token links it to who is signed in', async () => {
    const { client, id, email } = await signedIn();
    const somebody = stranger();
    const token = provider.idToken(somebody);
    const { data, error } = await client.auth.linkIdentity({ provider: 'google', token });
    assert.equal(error, null);
    assert.equal(data.user.id, id);
    assert.equal(data.user.email, email);
    const { data: linked } = await client.auth.getUserIdentities();
    assert.deepEqual(linked.identities.map((identity) => identity.provider).sort(), ['email', 'google']);
    const again = await visitor().auth.signInWithIdToken({ provider: 'google', token });
    assert.equal(again.data.user.id, id, 'from now on it signs in');
    const { client: other } = await signedIn();
    const taken = await other.auth.linkIdentity({ provider: 'google', token });
    assert.equal(taken.error.code, 'identity_already_exists');
    assert.ok((await other.auth.getUser()).data.user, 'the session of who asked stays');
  });

  it('what is linked to one account cannot be linked to another', async () => {
    const { somebody } = await withGoogle();
    const { client } = await signedIn({}, { flowType: 'pkce' });
    provider.signInAs(somebody);
    const { data } = await client.auth.linkIdentity({ provider: 'google', options: { redirectTo: `${SITE}/account` } });
    const arrived = await newBrowser().follow(data.url);
    assert.equal(arrived.searchParams.get('error_code'), 'identity_already_exists');
  });

  it('linkIdentity links nothing in a browser that did not ask', async () => {
    const { client } = await signedIn();
    provider.signInAs(stranger());
    const { data } = await client.auth.linkIdentity({ provider: 'google', options: { redirectTo: `${SITE}/account` } });
    const arrived = await newBrowser().follow(data.url);
    assert.equal(fragment(arrived).get('error_code'), 'bad_oauth_state');
    assert.equal(fragment(arrived).get('access_token'), null);
    assert.equal((await client.auth.getUserIdentities()).data.identities.length, 1);
  });

  it('signInWithIdToken lets in by what a native app got, with its nonce', async () => {
    const somebody = stranger();
    const nonce = randomUUID();
    const hashed = createHash('sha256').update(nonce).digest('hex');
    const token = provider.idToken(somebody, { nonce: hashed });
    const client = visitor();
    const wrong = await client.auth.signInWithIdToken({ provider: 'google', token, nonce: 'another' });
    assert.equal(wrong.error.status, 400);
    const { data, error } = await client.auth.signInWithIdToken({ provider: 'google', token, nonce });
    assert.equal(error, null);
    assert.equal(data.user.email, somebody.email);
    assert.equal((await client.auth.getUser()).data.user.id, data.user.id);
  });

  it('an id token for somebody else, of yesterday or of nobody is refused', async () => {
    const somebody = stranger();
    const yesterday = Math.floor(Date.now() / 1000) - 86_400;
    for (const claims of [{ aud: 'another-app' }, { exp: yesterday }, { iss: 'https://accounts.example.com' }]) {
      const { error } = await visitor().auth.signInWithIdToken({ provider: 'google', token: provider.idToken(somebody, claims) });
      assert.equal(error.status, 400, JSON.stringify(claims));
    }
    const { error } = await visitor().auth.signInWithIdToken({ provider: 'google', token: 'not.a.token' });
    assert.equal(error.status, 400);
    assert.equal(provider.settings.client_id, CLIENT_ID);
  });

  it('an address that the provider has not verified takes over no account', async () => {
    const { email } = await person();
    const token = provider.idToken(stranger(email), { email_verified: false });
    const { error } = await visitor().auth.signInWithIdToken({ provider: 'google', token });
    assert.ok(error.status >= 400 && error.status < 500, String(error.status));
  });
});
