// Access tokens of the peers: Stoa's claims, signed with HS256, which is the cheapest signature to check.
import { createSecretKey } from 'node:crypto';
import jwt from 'jsonwebtoken';

// A key object: given a string, jsonwebtoken first tries to read a public key out of it, at every check.
const SECRET = createSecretKey(Buffer.from(process.env.PEER_SECRET));

/** The claims of a request's bearer token, or null. */
export function claimsOf(authorization) {
  if (!authorization?.startsWith('Bearer ')) return null;
  try {
    return jwt.verify(authorization.slice(7), SECRET, { algorithms: ['HS256'], audience: 'authenticated' });
  } catch {
    return null;
  }
}

// As a program: prints the peers' token for the Stoa token on the command line.
if (process.argv[1] === import.meta.filename) {
  const { iss, ...claims } = jwt.decode(process.argv[2]);
  const community = '00000000-0000-7000-8000-000000000001';
  console.log(jwt.sign({ community_id: community, ...claims }, SECRET, { algorithm: 'HS256', noTimestamp: true }));
}
