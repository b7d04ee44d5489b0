/** Renders a scrubbable number on the canvas; the Tab key reaches it after its node. */

import type { GraphNode, NodeNumbers } from '../../../../protocol/panel/graph.ts';
import { type RenderValue, useCanvasActions } from '../canvas/canvasActions.ts';
import { useIsActive } from '../canvas/canvasStore.ts';
import { ScrubbableNumber } from './ScrubbableNumber.tsx';

export const renderScrubbable: RenderValue = (nodeIndex, node, numbers) => (
  <NumberOnCanvas nodeIndex={nodeIndex} node={node} numbers={numbers} />
);

interface Props {
  readonly nodeIndex: number;
  readonly node: GraphNode;
  readonly numbers: NodeNumbers;
}

function NumberOnCanvas({ nodeIndex, node, numbers }: Props) {
  const actions = useCanvasActions();
  return (
    <ScrubbableNumber
      node={node}
      numbers={numbers}
      tabIndex={useIsActive(nodeIndex) ? 0 : -1}
      onFocus={() => actions.onFocus(nodeIndex)}
      onDragStart={() => actions.onHover(undefined)}
      onBlur={() => actions.onHover(undefined)}
    />
  );
}
