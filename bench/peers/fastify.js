// Fastify 5 + pg: the two routes, and nothing that Stoa's middleware does besides.
import Fastify from 'fastify';
import { lessons, profile } from './answers.js';
import { claimsOf } from './token.js';

const app = Fastify({ logger: false });

app.decorateRequest('claims', null);
app.addHook('onRequest', async (request, reply) => {
  request.claims = claimsOf(request.headers.authorization);
  if (!request.claims) return reply.code(401).send({ code: 'auth.required' });
});
app.get('/api/profile', (request) => profile(request.claims));
app.get('/api/lessons', async (request, reply) => {
  const { total, items } = await lessons(request.claims);
  reply.header('x-total-count', total);
  return items;
});

const address = await app.listen({ host: '127.0.0.1', port: 0 });
console.log(`ready ${address}`);
