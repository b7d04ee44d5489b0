/** A node on the canvas: a box for an input, a circle for an operator, a stack for a collapsed group, and its numbers. */

import * as l10n from '@vscode/l10n';
import type { Node, NodeProps } from '@xyflow/react';
import { memo, useEffect, useRef } from 'react';
import type { GraphNode } from '../../../../../protocol/panel/graph.ts';
import { Icon } from '../../bar/Icon.tsx';
import { type Density, isRoomy } from '../../layout/arrangement.ts';
import { type Box, hasOwnName } from '../../layout/box.ts';
import { maxColumns, nodeCountText, truncate } from '../../layout/text.ts';
import { numbersText } from '../../list/nodeText.ts';
import { useCanvasActions } from '../canvasActions.ts';
import { type CanvasStore, CanvasStoreContext, useIsActive, useIsFocusPending, useNodeStyle } from '../canvasStore.ts';
import { type NodeLabel, type NodeStyle, type SymbolFit, shapeText } from '../nodeStyles.ts';
import { Label } from './Label.tsx';
import { NumbersView } from './NumbersView.tsx';
import { TensorThumbnail } from './Thumbnail.tsx';

/** The parts that do not depend on the numbers. */
export type FlowNode = Node<
  {
    readonly nodeIndex: number;
    readonly node: GraphNode;
    readonly box: Box;
    readonly density: Density;
    /** The operands in words, as in the list. */
    readonly description: string;
    readonly objectiveName: string | null;
    /**
     * The store that `nodeIndex` belongs to: React Flow may render a node once more after the canvas shows the next
     * structure.
     */
    readonly store: CanvasStore;
  },
  'node'
>;

export const NodeView = memo(function NodeView({ data }: NodeProps<FlowNode>) {
  return (
    <CanvasStoreContext value={data.store}>
      <NodeParts {...data} />
    </CanvasStoreContext>
  );
}, hasSameData);

/** React Flow moves the surrounding element. */
function hasSameData(previous: { readonly data: unknown }, next: { readonly data: unknown }): boolean {
  return previous.data === next.data;
}

function NodeParts(data: FlowNode['data']) {
  const { nodeIndex, node, box, density, objectiveName } = data;
  const style = useNodeStyle(nodeIndex);
  const isShown = (label: NodeLabel): boolean => !style.hiddenLabels.includes(label);
  const shape = shapeText(isShown('shape') ? node.shape : '', style.lacksRoom);
  return (
    <div className={`graph-node ${node.kind} highlight-${style.highlight}`}>
      {hasOwnName(node) && isShown('name') && (
        <Label mark={box.name} className="name" title={node.name ?? undefined}>
          {truncate(node.name ?? '')}
        </Label>
      )}
      <NodeBody {...data} style={style} />
      {node.kind === 'group' && <ExpandButton node={node} box={box} />}
      {node.shape !== '' && <ViewButton nodeIndex={nodeIndex} node={node} box={box} />}
      {shape !== '' && (
        <Label mark={box.shape} shift={box.shapeShift} className="shape">
          {shape}
        </Label>
      )}
      <NumbersView nodeIndex={nodeIndex} node={node} box={box} density={density} style={style} />
      {node.isRoot && isShown('rootName') && (
        <Label mark={box.rootName} className="root-name">
          {truncate(node.name ?? objectiveName ?? '')}
        </Label>
      )}
    </div>
  );
}

function NodeBody({
  nodeIndex,
  node,
  box,
  density,
  description,
  objectiveName,
  style,
}: FlowNode['data'] & { readonly style: NodeStyle }) {
  const isActive = useIsActive(nodeIndex);
  const isFocusPending = useIsFocusPending(nodeIndex);
  const actions = useCanvasActions();
  const bodyRef = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isFocusPending) bodyRef.current?.focus({ preventScroll: true });
  }, [isFocusPending]);
  const { value, gradient } = numbersText(node, objectiveName, style.numbers);
  const { x, y, width, height } = box.body;
  const hasRoom = isRoomy(node, density);
  return (
    <button
      ref={bodyRef}
      type="button"
      className="body"
      data-node-index={nodeIndex}
      tabIndex={isActive ? 0 : -1}
      aria-label={[description, value, gradient].filter((part) => part !== '').join(', ')}
      style={{ left: x, top: y, width, height, borderRadius: box.radius }}
      onClick={() => actions.onReveal(nodeIndex)}
      onPointerEnter={() => actions.onHover(nodeIndex)}
      onPointerLeave={() => actions.onHover(undefined)}
      onFocus={() => actions.onFocus(nodeIndex)}
      onBlur={() => actions.onHover(undefined)}
    >
      <span className="texts">
        {!style.hiddenLabels.includes('symbol') && (
          <span
            className={style.symbolFit.isSmall ? 'symbol small' : 'symbol'}
            style={{ maxWidth: `${symbolColumnsOf(style.symbolFit)}ch` }}
          >
            {truncate(node.symbol)}
          </span>
        )}
        {node.kind === 'group' && hasRoom && <span className="count">{nodeCountText(node.size)}</span>}
      </span>
      {hasRoom && style.numbers.thumbnail && <TensorThumbnail thumbnail={style.numbers.thumbnail} />}
    </button>
  );
}

/** The width of the symbol. CSS clips it, so that the label of the button contains its text. */
function symbolColumnsOf({ columns }: SymbolFit): number {
  return columns === undefined || columns < 2 ? maxColumns : columns;
}

/** A sibling of the body, since a button may not contain a button. */
function ExpandButton({ node, box: { body } }: { readonly node: GraphNode; readonly box: Box }) {
  const { onToggleGroup } = useCanvasActions();
  return (
    <button
      type="button"
      className="toggle-group"
      tabIndex={-1}
      style={{ left: body.x + body.width - 26, top: body.y + body.height / 2 - 10 }}
      aria-label={l10n.t`Expand ${node.name ?? node.symbol}`}
      title={l10n.t('Expand (Space)')}
      onClick={() => onToggleGroup(node.id)}
    >
      +
    </button>
  );
}

/** Appears while the pointer is on the node. The keyboard has `v` instead. */
function ViewButton({ nodeIndex, node, box: { body } }: Pick<FlowNode['data'], 'nodeIndex' | 'node' | 'box'>) {
  const { onViewTensor } = useCanvasActions();
  return (
    <button
      type="button"
      className="view-tensor"
      tabIndex={-1}
      style={{ left: body.x + body.width - 9, top: body.y - 9 }}
      aria-label={l10n.t`View the elements of ${node.name ?? node.symbol}`}
      title={l10n.t('View all elements (V)')}
      onClick={() => onViewTensor(nodeIndex)}
    >
      <Icon name="table" />
    </button>
  );
}
