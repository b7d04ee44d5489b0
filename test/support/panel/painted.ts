/** Waits for the first paint of an element. */

import type { Page } from 'playwright-core';

/** The time at which the first element that a selector matches is painted. The page observes itself, as polling would be late. */
export async function paintedAt(page: Page, selector: string): Promise<number> {
  const [time] = await Promise.all([
    page.evaluate(whenPainted, selector),
    // Fails if no element ever matches.
    page.locator(selector).first().waitFor(),
  ]);
  return time;
}

/** Runs in the page. */
function whenPainted(selector: string): Promise<number> {
  return new Promise((resolve) => {
    const report = () => resolve(Math.round(performance.timeOrigin + performance.now()));
    new MutationObserver((_, observer) => {
      if (document.querySelector(selector) === null) return;
      observer.disconnect();
      // A frame is painted right after its callbacks, and before the next task.
      requestAnimationFrame(() => setTimeout(report));
    }).observe(document, { subtree: true, childList: true });
  });
}
