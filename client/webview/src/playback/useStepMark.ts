/** Marks the statement of the current step in the editor. */

import { useEffect, useRef } from 'react';
import type { TextRange } from '../../../../protocol/shared/textRange.ts';
import type { Bridge } from '../bridge.ts';

/** @param range the statement in the file; null if no step is shown, or its statement is elsewhere. */
export function useStepMark(bridge: Bridge, range: TextRange | null): void {
  const text = JSON.stringify(range);
  const marked = useRef('null');
  useEffect(() => {
    if (marked.current === text) return;
    marked.current = text;
    bridge.post({ kind: 'markStep', range: JSON.parse(text) as TextRange | null });
  }, [bridge, text]);
}
