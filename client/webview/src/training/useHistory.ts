/** Which step is shown: the one that was asked for last, until the server has shown it. */

import { useCallback, useEffect, useMemo, useState } from 'react';
import type { TrainingState } from '../../../../server/src/protocol/training.ts';
import { EveryFrame } from './everyFrame.ts';
import type { TrainingStore } from './store.ts';

export function useHistory(
  store: TrainingStore,
  { first, step, shown, phase }: TrainingState,
): { readonly shown: number; readonly show: (step: number) => void } {
  const [asked, setAsked] = useState<number>();
  const asking = useMemo(() => new EveryFrame((at: number) => store.order({ kind: 'show', step: at })), [store]);
  useEffect(() => () => asking.stop(), [asking]);
  useEffect(() => {
    if (asked === shown) setAsked(undefined);
  }, [asked, shown]);
  useEffect(() => {
    if (phase === 'running') setAsked(undefined);
  }, [phase]);
  const show = useCallback(
    (wanted: number) => {
      const within = Math.max(first, Math.min(step, wanted));
      setAsked(within);
      asking.ask(within);
    },
    [asking, first, step],
  );
  return { shown: asked !== undefined && asked <= step ? asked : shown, show };
}
