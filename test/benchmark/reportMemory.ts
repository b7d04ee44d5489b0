/** Loaded into the server that is measured: says, when asked, how much memory it holds after a garbage collection. */

export interface Memory {
  /** In bytes. */
  readonly heap: number;
  readonly resident: number;
}

process.on('message', () => {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  process.send?.({ heap: heapUsed, resident: rss } satisfies Memory);
});
