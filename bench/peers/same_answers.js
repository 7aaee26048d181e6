// Fails unless all candidates give the same JSON: same_answers.js PATH URL TOKEN [URL TOKEN]...
import { deepStrictEqual } from 'node:assert';

const [path, ...pairs] = process.argv.slice(2);
let first;
for (let at = 0; at < pairs.length; at += 2) {
  const answer = await fetch(pairs[at] + path, { headers: { authorization: `Bearer ${pairs[at + 1]}` } });
  if (answer.status !== 200) throw new Error(`${pairs[at]}${path} answers ${answer.status}: ${await answer.text()}`);
  const body = await answer.json();
  first ??= body;
  deepStrictEqual(body, first, `${pairs[at]}${path} answers otherwise than ${pairs[0]}`);
}
