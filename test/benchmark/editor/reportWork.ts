/** Preloaded into the measured server: reports the busy time of its main thread since the last request. */

import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface Work {
  /** What the thread has used of a processor, in milliseconds. */
  readonly thread: number;
  /** The longest stretch in which it answered to nothing, in milliseconds. */
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
