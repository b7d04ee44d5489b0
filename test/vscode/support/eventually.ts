/** Retries a check until it passes or times out. */

/** How long to wait before a check that fails has failed, and between two tries, in milliseconds. */
const patience = 10_000;
const pause = 50;

/** Repeats a check until it throws no more, and returns what it returned. */
export async function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
