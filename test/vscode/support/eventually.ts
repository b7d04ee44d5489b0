/** Retries a check until it passes or times out. */

/** Total time, and pause between two attempts, in milliseconds. */
const patience = 60_000;
const pause = 50;

/** Repeats a check until it does not throw, and returns its result. */
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
