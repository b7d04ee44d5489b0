/** The displayed step, and requests for another one, at most one per frame. */

import { useCallback, useEffect, useMemo } from 'react';
import { FrameThrottle } from '../frameThrottle.ts';
import type { SessionPaneState } from '../paneState.ts';
import type { TrainingStore } from '../store.ts';

export function useHistoryStep(
  store: TrainingStore,
  { requestedStep, state: { firstStep, step, shownStep } }: SessionPaneState,
): { readonly shownStep: number; readonly showStep: (step: number) => void } {
  const throttle = useMemo(
    () => new FrameThrottle((requested: number) => store.command({ kind: 'seek', step: requested })),
    [store],
  );
  useEffect(() => () => throttle.cancel(), [throttle]);
  const showStep = useCallback(
    (targetStep: number) => throttle.schedule(Math.max(firstStep, Math.min(step, targetStep))),
    [throttle, firstStep, step],
  );
  return { shownStep: requestedStep ?? shownStep, showStep };
}
