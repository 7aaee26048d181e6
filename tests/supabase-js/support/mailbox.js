// A real SMTP server on loopback that keeps what it is given.
import { buffer } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { until } from './until.js';

export async function openMailbox() {
  const letters = [];
  const keep = async (stream, recipients) => {
    const { subject, text, html } = await PostalMime.parse(await buffer(stream));
    letters.push({ to: recipients.map((to) => to.address), subject, text, html });
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      keep(stream, session.envelope.rcptTo).then(() => done(), done);
    },
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    port: server.server.address().port,
    lettersTo: (address) => letters.filter((letter) => letter.to.includes(address)),
    // The next letter to an address that has not been read yet.
    async letterTo(address) {
      const letter = await until(`a letter to ${address}`, () => letters.find((l) => l.to.includes(address) && !l.read));
      letter.read = true;
      return { ...letter, code: letter.text.match(/\b\d{6}\b/)?.[0], link: linkIn(letter.text) };
    },
    close: () => new Promise((closed) => server.close(closed)),
  };
}

function linkIn(text) {
  const found = text.match(/https?:\/\/\S*\/auth\/v1\/verify\?\S+/)?.[0];
  return found && new URL(found);
}
