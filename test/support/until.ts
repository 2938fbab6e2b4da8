/** Waits until something is so; fails with what it was last. */
export async function until<T>(look: () => Promise<T> | T, good: (value: T) => boolean = Boolean, withinMs = 60_000): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const value = await look();
    if (good(value)) return value;
    if (Date.now() > end) throw new Error(`not within ${withinMs} ms; it is: ${JSON.stringify(value)?.slice(0, 2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
