// One origin: the page's files from here, everything under /api and /auth from Stoa.
import { createReadStream } from 'node:fs';
import { createServer, request } from 'node:http';

const stoa = new URL(process.env.STOA_URL ?? 'http://127.0.0.1:8080');
const port = Number(process.env.PORT ?? 3000);
const files = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/icon.svg': ['icon.svg', 'image/svg+xml'],
  '/page.css': ['page.css', 'text/css'],
  '/page.js': ['page.js', 'text/javascript'],
  '/client.js': ['client.js', 'text/javascript'],
  '/supabase.js': ['node_modules/@supabase/supabase-js/dist/umd/supabase.js', 'text/javascript'],
};

const server = createServer((incoming, answer) => {
  const { pathname } = new URL(incoming.url, 'http://page');
  if (/^\/(api|auth)\//.test(pathname)) return pass(incoming, answer);
  const file = files[pathname];
  if (!file) return answer.writeHead(404).end();
  answer.writeHead(200, { 'Content-Type': file[1], 'Content-Security-Policy': "default-src 'self'" });
  createReadStream(new URL(file[0], import.meta.url)).pipe(answer);
});

// The host stays the page's own, so that Stoa names this origin in its answers.
function pass(incoming, answer) {
  const { method, url: path, headers } = incoming;
  const onward = request({ host: stoa.hostname, port: stoa.port, method, path, headers }, (got) => {
    answer.writeHead(got.statusCode, got.headers);
    got.pipe(answer);
  });
  onward.on('error', () => answer.writeHead(502).end());
  incoming.pipe(onward);
}

server.listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
