import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TOTP } from 'otpauth';
import { PASSWORD, raw, service, signedIn, stoa, visitor } from '../support/world.js';

const codeOf = (secret, steps = 0) => new TOTP({ secret, digits: 6, period: 30 }).generate({ timestamp: Date.now() + steps * 30_000 });

async function enrolled() {
  const somebody = await signedIn();
  const { data, error } = await somebody.client.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'phone', issuer: 'Stoa' });
  assert.equal(error, null);
  return { ...somebody, factor: data };
}

async function withFactor() {
  const somebody = await enrolled();
  const { data, error } = await somebody.client.auth.mfa.challengeAndVerify({
    factorId: somebody.factor.id,
    code: codeOf(somebody.factor.totp.secret, -1),
  });
  assert.equal(error, null);
  return { ...somebody, verified: data };
}

describe('mfa', () => {
  it('enroll shows a picture, a secret and an address for apps', async () => {
    const { factor } = await enrolled();
    assert.match(factor.totp.qr_code, /^data:image\/svg\+xml/);
    assert.match(factor.totp.uri, /^otpauth:\/\/totp\//);
    assert.ok(factor.totp.uri.includes(factor.totp.secret));
  });

  it('challenge and verify, one after the other, and the library hears of it', async () => {
    const { client, factor } = await enrolled();
    const events = [];
    client.auth.onAuthStateChange((event) => void events.push(event));
    const { data: challenge, error } = await client.auth.mfa.challenge({ factorId: factor.id });
    assert.equal(error, null);
    assert.equal(challenge.type, 'totp');
    assert.ok(Math.abs(challenge.expires_at - Date.now() / 1000 - 300) < 30);
    const proof = { factorId: factor.id, challengeId: challenge.id, code: codeOf(factor.totp.secret) };
    const { data, error: refused } = await client.auth.mfa.verify(proof);
    assert.equal(refused, null);
    assert.ok(data.access_token && data.refresh_token && data.user.factors.length === 1);
    assert.ok(events.includes('MFA_CHALLENGE_VERIFIED'), events.join(' '));
  });

  it('the first proof of a factor ends the sessions that do not have it', async () => {
    const { client, email, factor } = await enrolled();
    const other = visitor();
    await other.auth.signInWithPassword({ email, password: PASSWORD });
    await client.auth.mfa.challengeAndVerify({ factorId: factor.id, code: codeOf(factor.totp.secret) });
    assert.equal((await other.auth.getUser()).data.user, null);
    assert.ok((await client.auth.getUser()).data.user);
  });

  it('challengeAndVerify lifts the same session to aal2', async () => {
    const { client, session } = await withFactor();
    const { data } = await client.auth.mfa.getAuthenticatorAssuranceLevel();
    assert.deepEqual([data.currentLevel, data.nextLevel], ['aal2', 'aal2']);
    const { data: claims } = await client.auth.getClaims();
    const before = JSON.parse(Buffer.from(session.access_token.split('.')[1], 'base64url'));
    assert.equal(claims.claims.session_id, before.session_id);
    assert.equal(claims.claims.amr[0].method, 'totp');
  });

  it('the refresh token from before the step up does not follow', async () => {
    const { session } = await withFactor();
    const answer = await raw('/token?grant_type=refresh_token', { method: 'POST', body: { refresh_token: session.refresh_token } });
    assert.equal(answer.status, 400);
  });

  it('listFactors tells what is verified', async () => {
    const { client, factor } = await withFactor();
    const { data, error } = await client.auth.mfa.listFactors();
    assert.equal(error, null);
    assert.deepEqual(data.totp.map((known) => known.id), [factor.id]);
    assert.equal(data.totp[0].status, 'verified');
    assert.equal(data.totp[0].secret, undefined);
  });

  it('a code counts once', async () => {
    const { client, factor } = await enrolled();
    const code = codeOf(factor.totp.secret);
    assert.equal((await client.auth.mfa.challengeAndVerify({ factorId: factor.id, code })).error, null);
    const again = await client.auth.mfa.challengeAndVerify({ factorId: factor.id, code });
    assert.deepEqual([again.error.status, again.error.code], [422, 'mfa_verification_failed']);
  });

  it('a new sign-in is aal1 until it proves the factor, and may not change the account before', async () => {
    const { email, factor } = await withFactor();
    const client = visitor();
    await client.auth.signInWithPassword({ email, password: PASSWORD });
    const { data } = await client.auth.mfa.getAuthenticatorAssuranceLevel();
    assert.deepEqual([data.currentLevel, data.nextLevel], ['aal1', 'aal2']);
    const refused = await client.auth.updateUser({ password: 'not without the factor' });
    assert.deepEqual([refused.error.status, refused.error.code], [401, 'insufficient_aal']);
    const { error } = await client.auth.mfa.challengeAndVerify({ factorId: factor.id, code: codeOf(factor.totp.secret) });
    assert.equal(error, null);
    assert.equal((await client.auth.updateUser({ password: 'now with the factor', current_password: PASSWORD })).error, null);
  });

  it('unenroll needs the factor and takes the session back to aal1', async () => {
    const { client, factor } = await withFactor();
    const { data, error } = await client.auth.mfa.unenroll({ factorId: factor.id });
    assert.equal(error, null);
    assert.equal(data.id, factor.id);
    await client.auth.refreshSession();
    assert.equal((await client.auth.mfa.getAuthenticatorAssuranceLevel()).data.currentLevel, 'aal1');
  });

  it('wrong codes, unknown factors and taken names are refused with their codes', async () => {
    const { client, factor } = await enrolled();
    const wrong = await client.auth.mfa.challengeAndVerify({ factorId: factor.id, code: '12345x' });
    assert.ok([400, 422].includes(wrong.error.status));
    const unknown = await client.auth.mfa.challenge({ factorId: '00000000-0000-4000-8000-000000000000' });
    assert.deepEqual([unknown.error.status, unknown.error.code], [404, 'mfa_factor_not_found']);
    const name = await client.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'phone' });
    assert.deepEqual([name.error.status, name.error.code], [422, 'mfa_factor_name_conflict']);
  });

  it('admin.mfa lists and deletes factors, and a server renames them', async () => {
    const { id, factor } = await withFactor();
    const { mfa } = service().auth.admin;
    const { data, error } = await mfa.listFactors({ userId: id });
    assert.equal(error, null);
    assert.deepEqual(data.factors.map((known) => known.id), [factor.id]);
    // The library has no call for this one.
    const path = `/admin/users/${id}/factors/${factor.id}`;
    const renamed = await raw(path, { method: 'PUT', token: stoa.serviceKey, body: { friendly_name: 'old phone' } });
    assert.equal(renamed.status, 200);
    assert.equal((await mfa.listFactors({ userId: id })).data.factors[0].friendly_name, 'old phone');
    assert.equal((await mfa.deleteFactor({ userId: id, id: factor.id })).error, null);
    assert.equal((await mfa.listFactors({ userId: id })).data.factors.length, 0);
    const unknown = await mfa.deleteFactor({ userId: id, id: factor.id });
    assert.deepEqual([unknown.error.status, unknown.error.code], [404, 'mfa_factor_not_found']);
  });
});
