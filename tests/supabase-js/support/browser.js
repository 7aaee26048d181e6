// What a person does with a link in a letter: opens it, and presses the button when a page shows one.
export async function openLink(link) {
  let answer = await fetch(link, { redirect: 'manual' });
  if (answer.status === 200) answer = await pressButton(await answer.text(), link);
  if (answer.status !== 303) throw new Error(`the link answered ${answer.status}: ${await answer.text()}`);
  return new URL(answer.headers.get('location'), link);
}

function pressButton(page, link) {
  const form = page.match(/<form[^>]*method="post"[^>]*>[\s\S]*?<\/form>/i)?.[0];
  if (!form) throw new Error(`no form on the page:\n${page}`);
  const action = form.match(/action="([^"]*)"/)?.[1] ?? link.href;
  const fields = [...form.matchAll(/<input[^>]*name="([^"]*)"[^>]*value="([^"]*)"/g)].map(([, name, value]) => [name, plain(value)]);
  return fetch(new URL(plain(action), link), {
    method: 'POST',
    redirect: 'manual',
    headers: { Origin: link.origin, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields),
  });
}

const plain = (html) => html.replaceAll('&amp;', '&').replaceAll('&#38;', '&').replaceAll('&quot;', '"').replaceAll('&#x2F;', '/');
