/** The numbers at the right of a node: its value over the wire, its gradient under it. */

import type { GraphNode } from '../../../../../server/src/protocol/panel/graph.ts';
import type { Box } from '../../layout/box.ts';
import { useDoing } from '../canvasActions.ts';
import type { NodeLook } from '../nodeStyles.ts';
import { Label } from './Label.tsx';

interface Props {
  readonly place: number;
  readonly node: GraphNode;
  readonly box: Box;
  readonly look: NodeLook;
}

export function NumbersView({ place, node, box, look }: Props) {
  const { renderValue } = useDoing();
  const { numbers, gradient } = look;
  const isDrawnElsewhere = node.isScrubbable && renderValue !== undefined;
  return (
    <>
      {numbers.value !== '' && (
        <Label mark={box.value} className={known('value', look.isValueKnown)} isHeard={isDrawnElsewhere}>
          {isDrawnElsewhere ? renderValue(place, node, numbers) : numbers.value}
        </Label>
      )}
      {gradient !== null && (
        <Label mark={box.gradient} className={known('gradient', look.isGradientKnown)}>
          {gradient}
        </Label>
      )}
    </>
  );
}

function known(what: string, isKnown: boolean): string {
  return isKnown ? what : `${what} unknown`;
}
