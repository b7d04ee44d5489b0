/** Throttling of refresh requests to the client, which follow new values. */

/** In milliseconds. Dragged numbers change more often, and at each refresh the client requests all items again. */
const minInterval = 100;

/** Refreshes at once, or at the end of the interval if the last refresh was within it. */
export function throttle(refresh: () => void): () => void {
  let refreshedAt = Number.NEGATIVE_INFINITY;
  let isWaiting = false;
  const refreshNow = (): void => {
    isWaiting = false;
    refreshedAt = performance.now();
    refresh();
  };
  return () => {
    if (isWaiting) return;
    const delay = refreshedAt + minInterval - performance.now();
    if (delay <= 0) return refreshNow();
    isWaiting = true;
    setTimeout(refreshNow, delay);
  };
}
