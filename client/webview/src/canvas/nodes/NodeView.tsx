/** A node on the canvas: a box for a leaf, a circle for an operator, a pile of sheets for what is folded, and its numbers. */

import * as l10n from '@vscode/l10n';
import type { Node, NodeProps } from '@xyflow/react';
import { memo, useEffect, useRef } from 'react';
import type { GraphNode } from '../../../../../server/src/protocol/panel/graph.ts';
import { type Box, hasNameAbove } from '../../layout/box.ts';
import { counted, shortened } from '../../layout/text.ts';
import { numbersInLine } from '../../list/lines.ts';
import { useDoing } from '../canvasActions.ts';
import type { NodeLook } from '../nodeStyles.ts';
import { type Shown, ShownContext, useIsCurrent, useIsFocusDue, useNodeLook } from '../shown.ts';
import { Label } from './Label.tsx';
import { NumbersView } from './NumbersView.tsx';
import { Picture } from './Picture.tsx';

/** All that doesn't change with the numbers. */
export type DrawnNode = Node<
  {
    readonly place: number;
    readonly node: GraphNode;
    readonly box: Box;
    /** What it is made of, as the list says it. */
    readonly what: string;
    readonly root: string | null;
    /** Of the structure that the place is of: React Flow may draw a node once more when the canvas shows the next one already. */
    readonly shown: Shown;
  },
  'node'
>;

export const NodeView = memo(function NodeView({ data }: NodeProps<DrawnNode>) {
  return (
    <ShownContext value={data.shown}>
      <Parts {...data} />
    </ShownContext>
  );
}, hasSameData);

/** React Flow moves the element around it. */
function hasSameData(before: { readonly data: unknown }, now: { readonly data: unknown }): boolean {
  return before.data === now.data;
}

function Parts(data: DrawnNode['data']) {
  const { place, node, box, root } = data;
  const look = useNodeLook(place);
  return (
    <div className={`graph-node ${node.kind} light-${look.light}`}>
      {hasNameAbove(node) && (
        <Label mark={box.name} className="name" title={node.name ?? undefined}>
          {shortened(node.name ?? '')}
        </Label>
      )}
      <Body {...data} look={look} />
      {node.kind === 'group' && <Unfold node={node} box={box} />}
      {node.shape !== '' && (
        <Label mark={box.shape} className="shape">
          {shortened(node.shape)}
        </Label>
      )}
      <NumbersView place={place} node={node} box={box} look={look} />
      {node.isRoot && (
        <Label mark={box.rootName} className="root-name">
          {shortened(node.name ?? root ?? '')}
        </Label>
      )}
    </div>
  );
}

function Body({ place, node, box, what, root, look }: DrawnNode['data'] & { readonly look: NodeLook }) {
  const isCurrent = useIsCurrent(place);
  const isFocusDue = useIsFocusDue(place);
  const doing = useDoing();
  const body = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isFocusDue) body.current?.focus({ preventScroll: true });
  }, [isFocusDue]);
  const { value, gradient } = numbersInLine(node, root, look.numbers);
  const { x, y, width, height } = box.body;
  return (
    <button
      ref={body}
      type="button"
      className="body"
      data-place={place}
      tabIndex={isCurrent ? 0 : -1}
      aria-label={[what, value, gradient].filter((part) => part !== '').join(', ')}
      style={{ left: x, top: y, width, height, borderRadius: box.radius }}
      onClick={() => doing.onReveal(place)}
      onPointerEnter={() => doing.onHover(place)}
      onPointerLeave={() => doing.onHover(undefined)}
      onFocus={() => doing.onFocus(place)}
      onBlur={() => doing.onHover(undefined)}
    >
      <span className="texts">
        <span className="symbol">{shortened(node.symbol)}</span>
        {node.kind === 'group' && <span className="count">{counted(node.size)}</span>}
      </span>
      {look.numbers.picture && <Picture picture={look.numbers.picture} />}
    </button>
  );
}

/** Beside the body, not in it: a button holds no button. */
function Unfold({ node, box: { body } }: { readonly node: GraphNode; readonly box: Box }) {
  const { onFold } = useDoing();
  return (
    <button
      type="button"
      className="fold"
      tabIndex={-1}
      style={{ left: body.x + body.width - 26, top: body.y + body.height / 2 - 10 }}
      aria-label={l10n.t`Unfold ${node.name ?? node.symbol}`}
      title={l10n.t('Unfold (Space)')}
      onClick={() => onFold(node.id)}
    >
      +
    </button>
  );
}
