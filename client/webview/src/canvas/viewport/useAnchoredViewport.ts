/** Keeps the canvas looking at what it looked at, while the graph, the pane or both change, and at what is lit. */

import { useReactFlow, useStore } from '@xyflow/react';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { GraphStructure } from '../../../../../server/src/protocol/panel/graph.ts';
import type { Viewport } from '../../../../../server/src/protocol/panel/messages.ts';
import type { Placement } from '../../layout/placement.ts';
import { centerOf } from '../keys/arrowKeys.ts';
import {
  anchoredViewport,
  fitViewport,
  initialViewport,
  isAnyNodeVisible,
  isFullyVisible,
  viewportToReveal,
} from './anchor.ts';
import { animateMoves, nodeMovesBetween, prefersReducedMotion } from './nodeAnimation.ts';

export interface AnchoredViewport {
  /** False until the first look: then nothing is to be seen yet. */
  readonly isReady: boolean;
  readonly fitAll: () => void;
  /** Moves a node into the middle, unless it is in sight. */
  readonly scrollIntoView: (nodeIndex: number) => void;
  /** The user has moved the canvas: from now on it doesn't look at the whole unless they ask for that. */
  readonly onUserMove: () => void;
  /** Whether it looks where the user has moved it to, and nothing else has moved it since. */
  readonly isUserControlled: () => boolean;
}

/** How long it takes to look elsewhere, in milliseconds. */
const animationDuration = 250;

/**
 * @param highlighted the places of nodes that are to stay where they are, before all others.
 * @param savedViewport where the user had moved the canvas to when it was last shown.
 */
export function useAnchoredViewport(
  structure: GraphStructure,
  placement: Placement,
  highlighted: ReadonlySet<number>,
  pane: RefObject<HTMLElement | null>,
  savedViewport: Viewport | null,
): AnchoredViewport {
  const flow = useReactFlow();
  const width = useStore((store) => store.width);
  const height = useStore((store) => store.height);
  const [isReady, setReady] = useState(false);
  /** What the canvas looks at: the whole, what the user has moved it to, or a place that was to be in sight. */
  const viewportSource = useRef<'whole' | 'user' | 'place'>('whole');
  const lastLayout = useRef<{ structure: GraphStructure; placement: Placement; width: number; height: number }>(
    undefined,
  );

  const fitAll = useCallback(() => {
    viewportSource.current = 'whole';
    flow.setViewport(fitViewport(placement, { width, height }));
  }, [flow, placement, width, height]);

  // After React Flow has been given the nodes, which it is in an effect too.
  useEffect(() => {
    if (width === 0 || height === 0) return;
    const paneSize = { width, height };
    const previous = lastLayout.current;
    lastLayout.current = { structure, placement, ...paneSize };
    const initial = initialViewport(placement, paneSize);
    if (!previous) {
      const isRestored = savedViewport !== null && isAnyNodeVisible(placement, paneSize, savedViewport);
      if (isRestored) viewportSource.current = 'user';
      flow.setViewport(isRestored ? savedViewport : initial);
      setReady(true);
    } else if (previous.placement !== placement) {
      const current = flow.getViewport();
      const anchored = anchoredViewport(previous, { structure, placement }, highlighted, current, paneSize);
      const wasFullyVisible =
        viewportSource.current === 'whole' && isFullyVisible(previous.placement, paneSize, current);
      // What outgrows the pane is not looked at from its beginning, but from where one was.
      const wouldOverflow =
        wasFullyVisible &&
        isFullyVisible(placement, paneSize, initial) &&
        anchored &&
        !isFullyVisible(placement, paneSize, anchored);
      const viewport = !anchored || wouldOverflow ? initial : anchored;
      flow.setViewport(viewport);
      const moves = nodeMovesBetween(previous, { structure, placement }, current, viewport);
      requestAnimationFrame(() => pane.current && animateMoves(pane.current, moves));
    } else if ((previous.width !== width || previous.height !== height) && viewportSource.current === 'whole') {
      flow.setViewport(initial);
    }
  }, [structure, placement, width, height, highlighted, flow, pane, savedViewport]);

  const scrollIntoView = useCallback(
    (nodeIndex: number) => {
      const viewport = viewportToReveal(centerOf(placement, nodeIndex), flow.getViewport(), { width, height });
      if (viewport === undefined) return;
      // The card of a step takes room from the pane just then, which is no reason to look at the whole again.
      viewportSource.current = 'place';
      flow.setViewport(viewport, prefersReducedMotion() ? {} : { duration: animationDuration });
    },
    [flow, placement, width, height],
  );

  // The film and the editor's cursor go on where nothing of it is seen.
  const lastHighlighted = useRef(highlighted);
  useEffect(() => {
    if (!isReady || lastHighlighted.current === highlighted) return;
    lastHighlighted.current = highlighted;
    const viewport = flow.getViewport();
    const isVisible = (nodeIndex: number) =>
      viewportToReveal(centerOf(placement, nodeIndex), viewport, { width, height }) === undefined;
    const [firstHighlighted] = highlighted;
    if (firstHighlighted !== undefined && !Array.from(highlighted).some(isVisible)) scrollIntoView(firstHighlighted);
  }, [highlighted, isReady, flow, placement, width, height, scrollIntoView]);

  const onUserMove = useCallback(() => {
    viewportSource.current = 'user';
  }, []);
  return { isReady, fitAll, scrollIntoView, onUserMove, isUserControlled: () => viewportSource.current === 'user' };
}
