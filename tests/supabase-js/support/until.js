// Waits for a condition, at most twenty seconds.
export async function until(what, look) {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`${what} did not come within twenty seconds`);
    await new Promise((again) => setTimeout(again, 20));
  }
}
