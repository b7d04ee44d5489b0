/** Opens the search for a node by keyboard, and goes to the node that was chosen. */

import { useCallback, useEffect } from 'react';
import type { NodeMatch } from '../../../../protocol/panel/findNode.ts';
import type { Bridge } from '../bridge.ts';
import type { FindCommand } from '../state/actions.ts';
import type { CompleteGraph } from '../state/viewState.ts';
import { withExpanded } from './expandGroups.ts';
import { isFindKey } from './findKeys.ts';
import { destinationOf, type FindState } from './findState.ts';

export interface NodeFinder {
  readonly open: () => void;
  readonly close: () => void;
  readonly goTo: (match: NodeMatch) => void;
  /** The id of the node that the drawing or the list is to go to; undefined for none. */
  readonly destination: string | undefined;
  readonly onArrive: () => void;
}

/** @param graph undefined if there is nothing to search. */
export function useFindNode(
  bridge: Bridge,
  graph: CompleteGraph | undefined,
  { sought }: FindState,
  onCommand: (command: FindCommand) => void,
): NodeFinder {
  const open = useCallback(() => onCommand({ kind: 'open' }), [onCommand]);
  const close = useCallback(() => onCommand({ kind: 'close' }), [onCommand]);
  const onArrive = useCallback(() => onCommand({ kind: 'arrived' }), [onCommand]);
  const canFind = graph !== undefined;
  useEffect(() => {
    if (!canFind) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isFindKey(event)) return;
      event.preventDefault();
      open();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [canFind, open]);

  const collapseState = graph?.structure.collapseState;
  const goTo = useCallback(
    (match: NodeMatch) => {
      const groups = match.hiddenIn.map(({ id }) => id);
      if (collapseState && groups.length > 0)
        bridge.post({ kind: 'collapse', collapseState: withExpanded(collapseState, groups) });
      onCommand({ kind: 'goTo', match });
    },
    [bridge, collapseState, onCommand],
  );
  const destination = sought && graph ? destinationOf(sought, graph.structure) : undefined;
  useEffect(() => {
    if (destination === null) onArrive();
  }, [destination, onArrive]);
  return { open, close, goTo, destination: destination ?? undefined, onArrive };
}
