/** Frame times of a page during an action. */

import type { Page } from 'playwright-core';

/** The times from each frame to the next, in milliseconds. */
export async function framesDuring(page: Page, work: () => Promise<void>): Promise<readonly number[]> {
  await page.evaluate(startCounting);
  await work();
  const times = await page.evaluate(stopCounting);
  return times.slice(1).map((time, index) => time - times[index]!);
}

/** Runs in the page. */
function startCounting(): void {
  const times: number[] = [];
  const count = (time: number) => {
    times.push(time);
    Reflect.set(window, 'counting', { times, request: requestAnimationFrame(count) });
  };
  Reflect.set(window, 'counting', { times, request: requestAnimationFrame(count) });
}

/** Runs in the page. */
function stopCounting(): readonly number[] {
  const { times, request }: { times: readonly number[]; request: number } = Reflect.get(window, 'counting');
  cancelAnimationFrame(request);
  return times;
}
