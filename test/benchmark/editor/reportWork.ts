/** Preloaded into the measured server: reports the busy time of its main thread since the last request. */

import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface Work {
  /** CPU time of the thread, in milliseconds. */
  readonly thread: number;
  /** The longest time without returning to the event loop, in milliseconds. */
  readonly longest: number;
}

const delay = monitorEventLoopDelay({ resolution: 1 });
let before = process.threadCpuUsage();
delay.enable();

process.on('message', () => {
  const { user, system } = process.threadCpuUsage(before);
  process.send?.({ thread: (user + system) / 1000, longest: delay.max / 1e6 } satisfies Work);
  before = process.threadCpuUsage();
  delay.reset();
});
