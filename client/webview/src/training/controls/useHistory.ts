/** Which step is shown, and how another one is asked for: at most one a frame. */

import { useCallback, useEffect, useMemo } from 'react';
import { EveryFrame } from '../everyFrame.ts';
import type { Session } from '../session.ts';
import type { TrainingStore } from '../store.ts';

export function useHistory(
  store: TrainingStore,
  { asked, state: { first, step, shown } }: Session,
): { readonly shown: number; readonly show: (step: number) => void } {
  const asking = useMemo(() => new EveryFrame((at: number) => store.order({ kind: 'show', step: at })), [store]);
  useEffect(() => () => asking.stop(), [asking]);
  const show = useCallback(
    (wanted: number) => asking.ask(Math.max(first, Math.min(step, wanted))),
    [asking, first, step],
  );
  return { shown: asked ?? shown, show };
}
