/** How the canvas draws a number that can be tried out: the Tab key comes to it after its node. */

import type { GraphNode, NodeNumbers } from '../../../../server/src/protocol/panel/graph.ts';
import { type RenderValue, useDoing } from '../canvas/canvasActions.ts';
import { useIsCurrent } from '../canvas/shown.ts';
import { ScrubbedNumber } from './ScrubbedNumber.tsx';

export const renderScrubbed: RenderValue = (place, node, numbers) => (
  <NumberOnCanvas place={place} node={node} numbers={numbers} />
);

interface Props {
  readonly place: number;
  readonly node: GraphNode;
  readonly numbers: NodeNumbers;
}

function NumberOnCanvas({ place, node, numbers }: Props) {
  const doing = useDoing();
  return (
    <ScrubbedNumber
      node={node}
      numbers={numbers}
      tabIndex={useIsCurrent(place) ? 0 : -1}
      onFocus={() => doing.onFocus(place)}
      onDrag={() => doing.onHover(undefined)}
      onBlur={() => doing.onHover(undefined)}
    />
  );
}
