import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PASSWORD, claimsOf, mailbox, newAddress, person, raw, service, signedIn, stoa, visitor } from '../support/world.js';

describe('sign-in', () => {
  it('signInWithPassword gives a session whose user is the one who signed in', async () => {
    const { email, id } = await person({ user_metadata: { name: 'Aru' } });
    const { data, error } = await visitor().auth.signInWithPassword({ email, password: PASSWORD });
    assert.equal(error, null);
    assert.equal(data.user.id, id);
    assert.equal(data.user.email, email);
    assert.equal(data.user.aud, 'authenticated');
    assert.equal(data.user.role, 'authenticated');
    assert.equal(data.user.user_metadata.name, 'Aru');
    assert.deepEqual(data.user.app_metadata.providers, ['email']);
    assert.equal(data.session.token_type, 'bearer');
    assert.ok(data.session.expires_in > 0);
    assert.ok(Math.abs(data.session.expires_at - Date.now() / 1000 - data.session.expires_in) < 60);
  });

  it('an address is found whatever its case and the blanks around it', async () => {
    const { email } = await person();
    const { error } = await visitor().auth.signInWithPassword({ email: `  ${email.toUpperCase()} `, password: PASSWORD });
    assert.equal(error, null);
  });

  it('a wrong password, an unknown address and an account without a password look the same', async () => {
    const { email } = await person();
    const { email: without } = await person({ password: undefined });
    const errors = await Promise.all(
      [email, newAddress(), without].map(async (address) => {
        const { data, error } = await visitor().auth.signInWithPassword({ email: address, password: 'not the password' });
        assert.equal(data.session, null);
        return [error.status, error.code, error.message];
      }),
    );
    for (const error of errors) assert.deepEqual(error, [400, 'invalid_credentials', 'Invalid login credentials']);
  });

  it('an address that is not confirmed is told so only after the right password', async () => {
    const { email } = await person({ email_confirm: false });
    const right = await visitor().auth.signInWithPassword({ email, password: PASSWORD });
    assert.equal(right.error.code, 'email_not_confirmed');
    assert.equal(right.error.status, 400);
    const wrong = await visitor().auth.signInWithPassword({ email, password: 'not the password' });
    assert.equal(wrong.error.code, 'invalid_credentials');
  });

  it('getUser asks the server, getSession does not need to', async () => {
    const { client, id } = await signedIn();
    assert.equal((await client.auth.getUser()).data.user.id, id);
    assert.equal((await client.auth.getSession()).data.session.user.id, id);
  });

  it('getClaims verifies the token against the published keys', async () => {
    const { client, id, email, session } = await signedIn();
    const { data, error } = await client.auth.getClaims();
    assert.equal(error, null);
    assert.equal(data.header.alg, 'ES256');
    assert.equal(data.claims.sub, id);
    assert.equal(data.claims.email, email);
    assert.equal(data.claims.role, 'authenticated');
    assert.equal(data.claims.aal, 'aal1');
    assert.equal(data.claims.is_anonymous, false);
    assert.equal(data.claims.amr[0].method, 'password');
    assert.equal(data.claims.iss, `${stoa.url}/auth/v1`);
    const keys = await (await raw('/.well-known/jwks.json')).json();
    const kid = JSON.parse(Buffer.from(session.access_token.split('.')[0], 'base64url')).kid;
    assert.ok(keys.keys.some((key) => key.kid === kid && key.d === undefined));
  });

  it('a right password that is weak is told so, and lets in', async () => {
    const { data, error } = await visitor().auth.signInWithPassword({ email: 'test@student.com', password: 'test123' });
    assert.equal(error, null);
    assert.ok(data.weakPassword.reasons.includes('length'));
  });

  it('signs in anonymously, and the anonymous user becomes a lasting one', async () => {
    const client = visitor();
    const { data, error } = await client.auth.signInAnonymously({ options: { data: { from: 'landing' } } });
    assert.equal(error, null);
    assert.equal(data.user.is_anonymous, true);
    assert.equal(data.user.user_metadata.from, 'landing');
    assert.equal((await client.auth.getClaims()).data.claims.is_anonymous, true);
    const email = newAddress('lasting');
    assert.equal((await client.auth.updateUser({ email })).error, null);
    const { code } = await mailbox.letterTo(email);
    const proved = await client.auth.verifyOtp({ email, token: code, type: 'email_change' });
    assert.equal(proved.error, null);
    assert.deepEqual([proved.data.user.id, proved.data.user.is_anonymous], [data.user.id, false]);
    assert.equal((await client.auth.updateUser({ password: PASSWORD })).error, null);
    assert.equal((await visitor().auth.signInWithPassword({ email, password: PASSWORD })).data.user.id, data.user.id);
  });

  it('a banned person is told so after the right password, and let in again when the ban ends', async () => {
    const { email, id } = await person();
    const admin = service().auth.admin;
    assert.equal((await admin.updateUserById(id, { ban_duration: '24h' })).error, null);
    const banned = await visitor().auth.signInWithPassword({ email, password: PASSWORD });
    assert.equal(banned.error.code, 'user_banned');
    assert.equal((await admin.updateUserById(id, { ban_duration: 'none' })).error, null);
    assert.equal((await visitor().auth.signInWithPassword({ email, password: PASSWORD })).error, null);
  });

  it('settings say what is possible here', async () => {
    const settings = await (await raw('/settings')).json();
    assert.equal(settings.external.email, true);
    assert.equal(settings.external.google, true);
    assert.equal(settings.external.anonymous_users, true);
    assert.equal(settings.disable_signup, false);
    assert.equal(settings.mailer_autoconfirm, false);
    assert.equal((await raw('/health')).status, 200);
  });

  it('third parties find keys and issuer by the discovery document', async () => {
    const { session } = await signedIn();
    const told = await (await fetch(`${stoa.url}/auth/v1/.well-known/openid-configuration`)).json();
    assert.equal(told.issuer, claimsOf(session.access_token).iss);
    assert.ok((await (await fetch(told.jwks_uri)).json()).keys.length > 0);
  });
});
