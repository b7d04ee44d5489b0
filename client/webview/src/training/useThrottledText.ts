/** Text for a live region that follows a fast-changing one: at intervals, and at the end. */

import { useEffect, useRef, useState } from 'react';

/** In milliseconds. */
const minInterval = 2000;

export function useThrottledText(text: string): string {
  const [announced, setAnnounced] = useState(text);
  const lastChange = useRef(0);
  useEffect(() => {
    if (announced === text) return;
    const delay = Math.max(0, lastChange.current + minInterval - performance.now());
    const timer = setTimeout(() => {
      lastChange.current = performance.now();
      setAnnounced(text);
    }, delay);
    return () => clearTimeout(timer);
  }, [announced, text]);
  return announced;
}
