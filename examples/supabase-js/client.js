// The one client of this page. Two clients with the same storage key fight over one session, so the second is refused.
const used = new Set();

export async function createStoaClient({ storageKey = 'stoa-session' } = {}) {
  if (used.has(storageKey)) {
    throw new Error(`There is already a client with the storage key "${storageKey}": share it instead of making a second.`);
  }
  used.add(storageKey);
  // Read when the page starts: an address or a key that is built into a bundle is the wrong one some day.
  const config = await (await fetch('/api/config')).json();
  return window.supabase.createClient(config.auth.url, config.auth.anonKey, { auth: { storageKey } });
}
