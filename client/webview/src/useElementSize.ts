/** The size of an element, measured before the first paint and followed afterwards. */

import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { Size } from './layout/box.ts';

/**
 * @param isFrozen true to ignore changes of the size.
 * @returns the ref to attach, and the size in CSS pixels; undefined before the element is there.
 */
export function useElementSize<ElementType extends Element>(
  isFrozen: boolean,
): [RefObject<ElementType | null>, Size | undefined] {
  const ref = useRef<ElementType>(null);
  const isFrozenRef = useRef(isFrozen);
  isFrozenRef.current = isFrozen;
  const [size, setSize] = useState<Size>();
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((previous) =>
        previous && (isFrozenRef.current || (previous.width === width && previous.height === height))
          ? previous
          : { width, height },
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, size];
}
