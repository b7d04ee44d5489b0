/** A text for a screen reader that follows one that changes all the time: now and then, and at the end. */

import { useEffect, useRef, useState } from 'react';

/** In milliseconds. */
const calm = 2000;

export function useCalmText(text: string): string {
  const [said, setSaid] = useState(text);
  const last = useRef(0);
  useEffect(() => {
    if (said === text) return;
    const wait = Math.max(0, last.current + calm - performance.now());
    const timer = setTimeout(() => {
      last.current = performance.now();
      setSaid(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [said, text]);
  return said;
}
