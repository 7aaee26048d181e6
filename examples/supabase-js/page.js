import { createStoaClient } from './client.js';

const at = (id) => document.getElementById(id);
const client = await createStoaClient();

if (new URLSearchParams(location.search).has('second-client')) await createStoaClient().catch(show);

client.auth.onAuthStateChange((_event, session) => {
  // Outside the callback: it must not wait for the client that calls it.
  setTimeout(() => draw(session));
});

at('sign-in').addEventListener('submit', async (event) => {
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(event.target));
  const { error } = await client.auth.signInWithPassword(fields);
  show(error);
});

at('sign-out').addEventListener('click', () => client.auth.signOut());

async function draw(session) {
  at('sign-in').hidden = Boolean(session);
  at('signed-in').hidden = !session;
  if (!session) return;
  at('who').textContent = session.user.email;
  const answer = await fetch('/api/lessons', { headers: { Authorization: `Bearer ${session.access_token}` } });
  if (!answer.ok) return show(await answer.json());
  at('lessons').replaceChildren(...(await answer.json()).map(line));
}

function line(lesson) {
  const item = document.createElement('li');
  item.textContent = lesson.title;
  return item;
}

function show(problem) {
  at('problem').hidden = !problem;
  at('problem').textContent = problem ? problem.message ?? problem.detail : '';
}
