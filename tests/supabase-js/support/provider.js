// An OpenID provider on loopback: one client, and one person at a time who agrees at once.
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

export const CLIENT_ID = 'stoa-at-the-provider';
const CLIENT_SECRET = 'only known to these two';
const KEY_ID = 'the-only-key';

export async function openProvider() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const codes = new Map();
  const here = { person: null, refuses: false };
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

  // What the provider says of a person, signed.
  const idToken = (person, claims = {}) => {
    const now = Math.floor(Date.now() / 1000);
    const body = { iss: here.issuer, aud: CLIENT_ID, iat: now, exp: now + 300, email_verified: true, ...person, ...claims };
    const message = `${encode({ alg: 'ES256', typ: 'JWT', kid: KEY_ID })}.${encode(body)}`;
    return `${message}.${sign('sha256', Buffer.from(message), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  };

  const routes = {
    '/.well-known/openid-configuration': () => ({
      issuer: here.issuer,
      authorization_endpoint: `${here.issuer}/authorize`,
      token_endpoint: `${here.issuer}/token`,
      userinfo_endpoint: `${here.issuer}/userinfo`,
      jwks_uri: `${here.issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
      code_challenge_methods_supported: ['S256'],
    }),
    '/jwks': () => ({ keys: [{ ...publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid: KEY_ID }] }),
    '/authorize': ({ query }) => {
      const back = new URL(query.get('redirect_uri'));
      back.searchParams.set('state', query.get('state'));
      if (here.refuses) back.searchParams.set('error', 'access_denied');
      else {
        const code = randomUUID();
        codes.set(code, { person: here.person, nonce: query.get('nonce'), challenge: query.get('code_challenge') });
        back.searchParams.set('code', code);
      }
      here.refuses = false;
      return back;
    },
    '/token': ({ form, headers }) => {
      const known = headers.authorization === `Basic ${Buffer.from(`${encodeURIComponent(CLIENT_ID)}:${CLIENT_SECRET.replaceAll(' ', '+')}`).toString('base64')}`;
      const agreed = codes.get(form.get('code'));
      codes.delete(form.get('code'));
      const met = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
      if (!known || !agreed || agreed.challenge !== met) return null;
      return {
        access_token: randomUUID(),
        refresh_token: randomUUID(),
        token_type: 'Bearer',
        expires_in: 3600,
        id_token: idToken(agreed.person, { nonce: agreed.nonce }),
      };
    },
  };

  const server = createServer(async (request, answer) => {
    const { pathname, searchParams: query } = new URL(request.url, here.issuer);
    const form = new URLSearchParams(await text(request));
    const said = routes[pathname]?.({ query, form, headers: request.headers }) ?? null;
    if (said === null) answer.writeHead(400).end('{"error":"invalid_request"}');
    else if (said instanceof URL) answer.writeHead(302, { Location: said.href }).end();
    else answer.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(said));
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  here.issuer = `http://127.0.0.1:${server.address().port}`;
  return {
    settings: { name: 'google', issuer: here.issuer, client_id: CLIENT_ID, client_secret: CLIENT_SECRET },
    // Who agrees from now on: { sub, email, name }.
    signInAs: (person) => void (here.person = person),
    // The person says no, once.
    refuse: () => void (here.refuses = true),
    idToken,
    close: () => new Promise((closed) => server.close(closed)),
  };
}
