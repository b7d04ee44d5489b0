/** A graph together with where it lies: while a new structure of a file is being laid out, the last one stays as it was. */

import { useEffect, useMemo, useRef, useState } from 'react';
import type { GraphNumbers, GraphStructure } from '../../../../server/src/protocol/graph.ts';
import type { ShownGraph } from '../state/view.ts';
import { layoutKey } from './elkGraph.ts';
import type { Layouts } from './layouts.ts';
import type { Placement } from './placement.ts';

/** The numbers are of this structure, and so is the placement. */
export interface Placed {
  readonly structure: GraphStructure;
  readonly numbers: GraphNumbers;
  readonly placement: Placement;
}

/** Undefined until the first graph of a file is laid out. A layout that fails is told to `onTrouble`. */
export function usePlacement(
  layouts: Layouts | undefined,
  graph: ShownGraph | undefined,
  onTrouble: (reason: unknown) => void,
): Placed | undefined {
  const structure = graph?.structure;
  const key = useMemo(() => structure && layoutKey(structure), [structure]);
  const [laidOut, setLaidOut] = useState<{ readonly key: string; readonly placement: Placement }>();
  const tell = useRef(onTrouble);
  tell.current = onTrouble;
  const asked = useRef<string>(undefined);
  const shown = useRef<Placed & { readonly uri: string }>(undefined);

  useEffect(() => {
    if (!layouts || !structure || key === undefined || asked.current === key) return;
    asked.current = key;
    layouts.place(structure).then(
      (placement) => placement && setLaidOut({ key, placement }),
      (reason) => tell.current(reason),
    );
  }, [layouts, structure, key]);

  if (graph && laidOut && laidOut.key === key) {
    const { current } = shown;
    const { uri, structure, numbers } = graph;
    if (current?.structure !== structure || current.numbers !== numbers || current.placement !== laidOut.placement) {
      shown.current = { uri, structure, numbers, placement: laidOut.placement };
    }
  }
  return shown.current?.uri === graph?.uri ? shown.current : undefined;
}
