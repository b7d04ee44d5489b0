/** The numbers to the right of a node: its value above the wire, its gradient below. */

import type { GraphNode } from '../../../../../protocol/panel/graph.ts';
import type { Box } from '../../layout/box.ts';
import { useCanvasActions } from '../canvasActions.ts';
import { type NodeStyle, numberClass } from '../nodeStyles.ts';
import { Label } from './Label.tsx';

interface Props {
  readonly nodeIndex: number;
  readonly node: GraphNode;
  readonly box: Box;
  readonly style: NodeStyle;
}

export function NumbersView({ nodeIndex, node, box, style }: Props) {
  const { renderValue } = useCanvasActions();
  const { numbers, gradient, hiddenLabels } = style;
  const isCustomRendered = node.isScrubbable && renderValue !== undefined;
  return (
    <>
      {numbers.value !== '' && !hiddenLabels.includes('value') && (
        <Label mark={box.value} className={numberClass('value', style.isValueKnown)} isAnnounced={isCustomRendered}>
          {isCustomRendered ? renderValue(nodeIndex, node, numbers) : numbers.value}
        </Label>
      )}
      {gradient !== null && !hiddenLabels.includes('gradient') && (
        <Label mark={box.gradient} className={numberClass('gradient', style.isGradientKnown)}>
          {gradient}
        </Label>
      )}
    </>
  );
}
