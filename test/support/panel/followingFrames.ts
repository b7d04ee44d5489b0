/** Records the frames in which something follows a scrubbed number. */

import type { Page } from 'playwright-core';

/** Starts recording; the returned function stops it and returns the times of the frames in milliseconds. */
export async function noteFollowingFrames(page: Page): Promise<() => Promise<readonly number[]>> {
  const noted = await page.evaluateHandle(() => {
    const frames: number[] = [];
    const isFollowing = ({ target }: MutationRecord): boolean =>
      !(target instanceof Element ? target : target.parentElement)?.closest('[role="spinbutton"]');
    let handle = 0;
    let isChanged = false;
    const observer = new MutationObserver((records) => {
      isChanged ||= records.some(isFollowing);
    });
    observer.observe(document.body, { characterData: true, childList: true, subtree: true });
    const onFrame = (time: number): void => {
      if (isChanged) frames.push(time);
      isChanged = false;
      handle = requestAnimationFrame(onFrame);
    };
    handle = requestAnimationFrame(onFrame);
    const end = (): readonly number[] => {
      cancelAnimationFrame(handle);
      observer.disconnect();
      return frames;
    };
    return { end };
  });
  return () => noted.evaluate(({ end }) => end());
}
