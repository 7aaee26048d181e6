// What a person does with a link in a letter: opens it, and presses the button that the page shows. Opening alone uses
// nothing up, for mail scanners open links too; after the button the page leads on to the site by itself.
export async function openLink(link) {
  let answer = await fetch(link, { redirect: 'manual' });
  if (answer.status === 200) answer = await pressButton(await answer.text(), link);
  const goal = answer.status === 200 ? leadsOnTo(await answer.text()) : answer.headers.get('location');
  if (!goal) throw new Error(`the link answered ${answer.status} and leads nowhere`);
  return new URL(goal, link);
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

function leadsOnTo(page) {
  const goal = page.match(/<meta http-equiv="refresh" content="0; url=([^"]*)"/)?.[1];
  return goal && plain(goal);
}

// A browser that goes where it is sent, with its cookies, until it arrives at a site that is not on this machine's
// loopback address: the frontend's.
export function newBrowser() {
  const cookies = new Map();
  return {
    async follow(url) {
      let at = new URL(url);
      for (let step = 0; step < 10 && at.hostname === '127.0.0.1'; step += 1) {
        const cookie = [...(cookies.get(at.host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
        const answer = await fetch(at, { redirect: 'manual', headers: cookie ? { Cookie: cookie } : {} });
        keep(at.host, answer.headers.getSetCookie());
        const goal = answer.headers.get('location');
        if (!goal) throw new Error(`${at.pathname} answered ${answer.status}: ${await answer.text()}`);
        at = new URL(goal, at);
      }
      return at;
    },
  };

  function keep(host, set) {
    const held = cookies.get(host) ?? new Map();
    for (const cookie of set) {
      const [name, value] = cookie.split(';')[0].split(/=(.*)/);
      held.set(name, value);
    }
    cookies.set(host, held);
  }
}

const plain = (html) =>
  html.replaceAll('&quot;', '"').replaceAll('&#34;', '"').replaceAll('&#x2F;', '/').replaceAll('&#38;', '&').replaceAll('&amp;', '&');
