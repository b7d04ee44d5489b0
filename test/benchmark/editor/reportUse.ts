/** Preloaded into the measured server: reports its memory and CPU use on request. */

export interface Use {
  /** Heap in use after a garbage collection, in bytes. */
  readonly heap: number;
  /** All memory of the process, in bytes. */
  readonly memory: number;
  /** CPU time of all threads so far, in milliseconds. */
  readonly processor: number;
}

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  process.send?.({ heap: heapUsed, memory: rss, processor: (user + system) / 1000 } satisfies Use);
});
