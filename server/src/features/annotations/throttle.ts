/** How a client is told to ask anew for what it shows, as numbers have followed. */

/** In milliseconds: numbers that are dragged move more often, and at each refresh a client asks for all of a kind anew. */
const minInterval = 100;

/** Refreshes at once, or where that was done a moment ago, when that moment is over. */
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
