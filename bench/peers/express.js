// Express 5 + pg: the two routes, and nothing that Stoa's middleware does besides.
import express from 'express';
import { lessons, profile } from './answers.js';
import { claimsOf } from './token.js';

const app = express();
app.disable('x-powered-by');
app.disable('etag');

app.use((request, response, next) => {
  request.claims = claimsOf(request.headers.authorization);
  if (request.claims) next();
  else response.status(401).json({ code: 'auth.required' });
});
app.get('/api/profile', async (request, response) => {
  response.json(await profile(request.claims));
});
app.get('/api/lessons', async (request, response) => {
  const { total, items } = await lessons(request.claims);
  response.set('x-total-count', total).json(items);
});

const server = app.listen(0, '127.0.0.1', () => {
  console.log(`ready http://127.0.0.1:${server.address().port}`);
});
