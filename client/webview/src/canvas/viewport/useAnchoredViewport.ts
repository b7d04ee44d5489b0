/** Keeps the viewport anchored while the graph or the pane changes, and follows the highlight. */

import { useReactFlow, useStore } from '@xyflow/react';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { GraphStructure } from '../../../../../protocol/panel/graph.ts';
import type { Viewport } from '../../../../../protocol/panel/messages.ts';
import type { Placement } from '../../layout/layOutGraph.ts';
import { isSameArrangement } from '../../layout/useLayout.ts';
import { centerOf } from '../arrowKeys.ts';
import { areManyToggled } from '../collapseLevels.ts';
import {
  anchoredViewport,
  fitWithNames,
  initialViewport,
  isAnyNodeVisible,
  isFullyVisible,
  viewportToRead,
  viewportToReveal,
} from './anchor.ts';
import { animateMoves, nodeMovesBetween, prefersReducedMotion } from './nodeAnimation.ts';

export interface AnchoredViewport {
  /** False until the first viewport is set; nothing is visible before that. */
  readonly isReady: boolean;
  readonly fitAll: () => void;
  /** Centers a node unless it is visible. */
  readonly scrollIntoView: (nodeIndex: number) => void;
  /** Centers a node unless it is visible and legible. */
  readonly reveal: (nodeIndex: number) => void;
  /** Called when the user has moved the canvas: automatic fitting stops until they ask for it. */
  readonly onUserMove: () => void;
  /** True while the viewport is where the user left it. */
  readonly isUserControlled: () => boolean;
}

/** Duration of a viewport transition in milliseconds. */
const animationDuration = 250;

/**
 * @param highlighted indices of nodes that keep their position, before all others.
 * @param savedViewport the viewport to which the user had moved the canvas when it was last shown.
 * @param isStale true while the text has an error: the notice takes room from the pane, which must move nothing.
 */
export function useAnchoredViewport(
  structure: GraphStructure,
  placement: Placement,
  highlighted: ReadonlySet<number>,
  pane: RefObject<HTMLElement | null>,
  savedViewport: Viewport | null,
  isStale: boolean,
): AnchoredViewport {
  const flow = useReactFlow();
  const width = useStore((store) => store.width);
  const height = useStore((store) => store.height);
  const [isReady, setReady] = useState(false);
  /** The source of the viewport: the whole graph, the user's choice, or a revealed node. */
  const viewportSource = useRef<'whole' | 'user' | 'node'>('whole');
  const lastLayout = useRef<{ structure: GraphStructure; placement: Placement; width: number; height: number }>(
    undefined,
  );

  const fitAll = useCallback(() => {
    viewportSource.current = 'whole';
    flow.setViewport(fitWithNames(structure, placement, { width, height }));
  }, [flow, structure, placement, width, height]);

  // The pane has its old size again only after the notice is gone, so the end of an error is no reason to fit.
  const isStaleRef = useRef(isStale);
  isStaleRef.current = isStale;
  // After React Flow has received the nodes, which also happens in an effect.
  useEffect(() => {
    if (width === 0 || height === 0) return undefined;
    const paneSize = { width, height };
    const previous = lastLayout.current;
    if (isStaleRef.current && previous?.placement === placement) return undefined;
    const initial = initialViewport(structure, placement, paneSize);
    const isResizedOnly = previous?.placement === placement && (previous.width !== width || previous.height !== height);
    if (isResizedOnly && viewportSource.current === 'whole') {
      // The size that the pane had with a notice may arrive after the notice is gone, and the next one follows in a frame.
      return afterFrames(2, () => {
        lastLayout.current = { structure, placement, ...paneSize };
        flow.setViewport(initial);
      });
    }
    lastLayout.current = { structure, placement, ...paneSize };
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
      // A graph that outgrows the pane keeps its viewport instead of jumping to its beginning.
      const wouldOverflow =
        wasFullyVisible &&
        isFullyVisible(placement, paneSize, initial) &&
        anchored &&
        !isFullyVisible(placement, paneSize, anchored);
      const isRearranged =
        viewportSource.current !== 'user' &&
        (!isSameArrangement(previous.placement, placement) || areManyToggled(previous.structure, structure));
      const viewport = !anchored || wouldOverflow || isRearranged ? initial : anchored;
      flow.setViewport(viewport);
      const moves = nodeMovesBetween(previous, { structure, placement }, current, viewport);
      requestAnimationFrame(() => pane.current && animateMoves(pane.current, moves));
    }
    return undefined;
  }, [structure, placement, width, height, highlighted, flow, pane, savedViewport]);

  const moveTo = useCallback(
    (nodeIndex: number, viewportTo: typeof viewportToReveal) => {
      const viewport = viewportTo(centerOf(placement, nodeIndex), flow.getViewport(), { width, height });
      if (viewport === undefined) return;
      // The step card takes room from the pane just then, which is no reason to refit.
      viewportSource.current = 'node';
      flow.setViewport(viewport, prefersReducedMotion() ? {} : { duration: animationDuration });
    },
    [flow, placement, width, height],
  );
  const scrollIntoView = useCallback((nodeIndex: number) => moveTo(nodeIndex, viewportToReveal), [moveTo]);
  const reveal = useCallback((nodeIndex: number) => moveTo(nodeIndex, viewportToRead), [moveTo]);

  // The playback and the editor's cursor may move to a part that is out of view.
  const lastHighlighted = useRef(highlighted);
  useEffect(() => {
    if (!isReady || lastHighlighted.current === highlighted) return;
    lastHighlighted.current = highlighted;
    const viewport = flow.getViewport();
    // The card of a first step makes the pane lower, and the next step may come before the graph is refitted.
    const last = lastLayout.current;
    const isRefitting = viewportSource.current === 'whole' && (last?.width !== width || last.height !== height);
    if (
      isRefitting &&
      isFullyVisible(placement, { width, height }, initialViewport(structure, placement, { width, height }))
    )
      return;
    const isVisible = (nodeIndex: number) =>
      viewportToReveal(centerOf(placement, nodeIndex), viewport, { width, height }) === undefined;
    const [firstHighlighted] = highlighted;
    if (firstHighlighted !== undefined && !Array.from(highlighted).some(isVisible)) scrollIntoView(firstHighlighted);
  }, [highlighted, isReady, flow, structure, placement, width, height, scrollIntoView]);

  const onUserMove = useCallback(() => {
    viewportSource.current = 'user';
  }, []);
  const isUserControlled = () => viewportSource.current === 'user';
  return { isReady, fitAll, scrollIntoView, reveal, onUserMove, isUserControlled };
}

/** Calls a function after some frames. @returns a function that cancels it. */
function afterFrames(count: number, run: () => void): () => void {
  let frame = requestAnimationFrame(function next() {
    if (--count === 0) run();
    else frame = requestAnimationFrame(next);
  });
  return () => cancelAnimationFrame(frame);
}
