/** Keeps the canvas looking at what it looked at, while the graph, the pane or both change, and at what is lit. */

import { useReactFlow, useStore } from '@xyflow/react';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { GraphStructure } from '../../../../../server/src/protocol/panel/graph.ts';
import type { Look } from '../../../../../server/src/protocol/panel/messages.ts';
import type { Placement } from '../../layout/placement.ts';
import { isCalm, movesBetween, playMoves } from '../keys/moves.ts';
import { middleOf } from '../keys/steps.ts';
import { lookAfter, lookAtAll, lookAtFirst, lookTo, seesAll, seesAny } from './anchor.ts';

export interface SteadyLook {
  /** False until the first look: then nothing is to be seen yet. */
  readonly isReady: boolean;
  readonly lookAtAll: () => void;
  /** Moves a node into the middle, unless it is in sight. */
  readonly bringIntoSight: (place: number) => void;
  /** The user has moved the canvas: from now on it doesn't look at the whole unless they ask for that. */
  readonly onMoved: () => void;
  /** Whether it looks where the user has moved it to, and nothing else has moved it since. */
  readonly isTheUsers: () => boolean;
}

/** How long it takes to look elsewhere, in milliseconds. */
const glideTime = 250;

/**
 * @param lit the places of nodes that are to stay where they are, before all others.
 * @param begin where the user had moved the canvas to when it was last shown.
 */
export function useSteadyLook(
  structure: GraphStructure,
  placement: Placement,
  lit: ReadonlySet<number>,
  pane: RefObject<HTMLElement | null>,
  begin: Look | null,
): SteadyLook {
  const flow = useReactFlow();
  const width = useStore((store) => store.width);
  const height = useStore((store) => store.height);
  const [isReady, setReady] = useState(false);
  /** What the canvas looks at: the whole, what the user has moved it to, or a place that was to be in sight. */
  const led = useRef<'whole' | 'user' | 'place'>('whole');
  const last = useRef<{ structure: GraphStructure; placement: Placement; width: number; height: number }>(undefined);

  const fitAll = useCallback(() => {
    led.current = 'whole';
    flow.setViewport(lookAtAll(placement, { width, height }));
  }, [flow, placement, width, height]);

  // After React Flow has been given the nodes, which it is in an effect too.
  useEffect(() => {
    if (width === 0 || height === 0) return;
    const size = { width, height };
    const before = last.current;
    last.current = { structure, placement, ...size };
    const first = lookAtFirst(placement, size);
    if (!before) {
      const isBegun = begin !== null && seesAny(placement, size, begin);
      if (isBegun) led.current = 'user';
      flow.setViewport(isBegun ? begin : first);
      setReady(true);
    } else if (before.placement !== placement) {
      const now = flow.getViewport();
      const after = lookAfter(before, { structure, placement }, lit, now, size);
      const isAllToBeSeen = led.current === 'whole' && seesAll(before.placement, size, now);
      // What outgrows the pane is not looked at from its beginning, but from where one was.
      const isOutOfSight =
        isAllToBeSeen && seesAll(placement, size, first) && after && !seesAll(placement, size, after);
      const look = !after || isOutOfSight ? first : after;
      flow.setViewport(look);
      const moves = movesBetween(before, { structure, placement }, now, look);
      requestAnimationFrame(() => pane.current && playMoves(pane.current, moves));
    } else if ((before.width !== width || before.height !== height) && led.current === 'whole') {
      flow.setViewport(first);
    }
  }, [structure, placement, width, height, lit, flow, pane, begin]);

  const bringIntoSight = useCallback(
    (place: number) => {
      const look = lookTo(middleOf(placement, place), flow.getViewport(), { width, height });
      if (look === undefined) return;
      // The card of a step takes room from the pane just then, which is no reason to look at the whole again.
      led.current = 'place';
      flow.setViewport(look, isCalm() ? {} : { duration: glideTime });
    },
    [flow, placement, width, height],
  );

  // The film and the editor's cursor go on where nothing of it is seen.
  const seen = useRef(lit);
  useEffect(() => {
    if (!isReady || seen.current === lit) return;
    seen.current = lit;
    const look = flow.getViewport();
    const isSeen = (place: number) => lookTo(middleOf(placement, place), look, { width, height }) === undefined;
    const [first] = lit;
    if (first !== undefined && !Array.from(lit).some(isSeen)) bringIntoSight(first);
  }, [lit, isReady, flow, placement, width, height, bringIntoSight]);

  const onMoved = useCallback(() => {
    led.current = 'user';
  }, []);
  return { isReady, lookAtAll: fitAll, bringIntoSight, onMoved, isTheUsers: () => led.current === 'user' };
}
