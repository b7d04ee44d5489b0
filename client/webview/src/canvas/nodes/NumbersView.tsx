/** The numbers to the right of a node: its value above the wire, its gradient below. */

import type { GraphNode } from '../../../../../protocol/panel/graph.ts';
import type { Density } from '../../layout/arrangement.ts';
import type { Box } from '../../layout/box.ts';
import { useCanvasActions } from '../canvasActions.ts';
import { gradientLines, type NodeStyle, numberClass, valueLines } from '../nodeStyles.ts';
import { Label } from './Label.tsx';

interface Props {
  readonly nodeIndex: number;
  readonly node: GraphNode;
  readonly box: Box;
  readonly density: Density;
  readonly style: NodeStyle;
}

export function NumbersView({ nodeIndex, node, box, density, style }: Props) {
  const { renderValue } = useCanvasActions();
  const { numbers, hiddenLabels } = style;
  const marks = style.elementMarks ?? box;
  const gradient = gradientLines(style, density);
  const isCustomRendered = node.isScrubbable && renderValue !== undefined;
  return (
    <>
      {numbers.value !== '' && !hiddenLabels.includes('value') && (
        <Label mark={marks.value} className={numberClass('value', style.isValueKnown)} isAnnounced={isCustomRendered}>
          {isCustomRendered ? renderValue(nodeIndex, node, numbers) : <Lines lines={valueLines(style, density)} />}
        </Label>
      )}
      {gradient.length > 0 && !hiddenLabels.includes('gradient') && (
        <Label mark={marks.gradient} className={numberClass('gradient', style.isGradientKnown)}>
          <Lines lines={gradient} />
        </Label>
      )}
    </>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  if (lines.length === 1) return lines[0];
  return lines.map((line, index) => (
    <span key={index} className="line">
      {line}
    </span>
  ));
}
