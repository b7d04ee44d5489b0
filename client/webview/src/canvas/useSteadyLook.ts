/** Keeps the canvas looking at what it looked at, while the graph, the pane or both change. */

import { useReactFlow, useStore } from '@xyflow/react';
import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { GraphStructure } from '../../../../server/src/protocol/graph.ts';
import type { Placement } from '../layout/placement.ts';
import { lookAfter, lookAtAll, seesAll } from './steady.ts';

export interface SteadyLook {
  /** False until the first look: then nothing is to be seen yet. */
  readonly isReady: boolean;
  readonly lookAtAll: () => void;
  /** The user has moved the canvas: from now on only they say what is looked at. */
  readonly onMoved: () => void;
}

/** @param lit the places of nodes that are to stay where they are, before all others. */
export function useSteadyLook(structure: GraphStructure, placement: Placement, lit: ReadonlySet<number>): SteadyLook {
  const flow = useReactFlow();
  const width = useStore((store) => store.width);
  const height = useStore((store) => store.height);
  const [isReady, setReady] = useState(false);
  const isMoved = useRef(false);
  const last = useRef<{ structure: GraphStructure; placement: Placement; width: number; height: number }>(undefined);

  const fitAll = useCallback(() => {
    isMoved.current = false;
    flow.setViewport(lookAtAll(placement, { width, height }));
  }, [flow, placement, width, height]);

  useLayoutEffect(() => {
    if (width === 0 || height === 0) return;
    const before = last.current;
    last.current = { structure, placement, width, height };
    if (!before) {
      fitAll();
      setReady(true);
    } else if (before.placement !== placement) {
      const look = lookAfter(before, { structure, placement }, lit, flow.getViewport(), { width, height });
      if (!look || (!isMoved.current && !seesAll(placement, { width, height }, look))) fitAll();
      else flow.setViewport(look);
    } else if ((before.width !== width || before.height !== height) && !isMoved.current) {
      fitAll();
    }
  }, [structure, placement, width, height, lit, flow, fitAll]);

  const onMoved = useCallback(() => {
    isMoved.current = true;
  }, []);
  return { isReady, lookAtAll: fitAll, onMoved };
}
