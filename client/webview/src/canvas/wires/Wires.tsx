/** All wires, as one drawing under the nodes. */

import { memo, useRef } from 'react';
import type { GraphStructure } from '../../../../../protocol/panel/graph.ts';
import type { Direction } from '../../layout/arrangement.ts';
import type { Mark, Point } from '../../layout/box.ts';
import type { Placement } from '../../layout/layOutGraph.ts';
import { arrowPath, type TrunkShape, trunkShapes, type WireShape, wireShapes } from '../../layout/wires/wire.ts';
import { useNodeStyle, useWireStyle } from '../canvasStore.ts';
import type { HighlightKind } from '../nodeStyles.ts';
import { reuseEqual } from '../reuseEqual.ts';
import { glowWidth, strokeWidth } from './wireScale.ts';

interface Props {
  readonly structure: GraphStructure;
  readonly placement: Placement;
}

export const Wires = memo(function Wires({ structure, placement }: Props) {
  const trunks = useReusedParts(() => trunkShapes(structure, placement), placement);
  const wires = useReusedParts(() => wireShapes(structure, placement), placement);
  return (
    <svg className="wires" width={placement.width} height={placement.height} aria-hidden="true">
      {trunks.map((trunk) => (
        <TrunkView key={structure.nodes[trunk.nodeIndex]!.id} {...trunk} />
      ))}
      {wires.map((wire, wireIndex) => {
        const { from, to, operandIndex } = structure.wires[wireIndex]!;
        return <WireView key={`${from} ${to} ${operandIndex}`} wireIndex={wireIndex} {...wire} />;
      })}
    </svg>
  );
});

/** Recomputed for each placement; unchanged shapes keep their identity. */
function useReusedParts<Item>(compute: () => readonly Item[], placement: Placement): readonly Item[] {
  const cacheRef = useRef<{ readonly placement: Placement; readonly items: readonly Item[] }>(undefined);
  if (cacheRef.current?.placement !== placement) {
    cacheRef.current = { placement, items: reuseEqual(cacheRef.current?.items ?? [], compute()) };
  }
  return cacheRef.current.items;
}

const TrunkView = memo(function TrunkView({ nodeIndex, path, direction, tip }: TrunkShape) {
  const { shade, trunkHighlight } = useNodeStyle(nodeIndex);
  return <WireLine path={path} shade={shade} highlight={trunkHighlight} direction={direction} tip={tip} />;
});

const WireView = memo(function WireView({
  wireIndex,
  path,
  direction,
  tip,
  marks,
}: WireShape & { readonly wireIndex: number }) {
  const { shade, highlight, value, gradient, isGradientKnown, hiddenLabels } = useWireStyle(wireIndex);
  return (
    <>
      <WireLine path={path} shade={shade} highlight={highlight} direction={direction} tip={tip} />
      {marks && value !== null && !hiddenLabels.includes('value') && (
        <WireText mark={marks.value} className="value" text={value} />
      )}
      {marks && gradient !== null && !hiddenLabels.includes('gradient') && (
        <WireText mark={marks.gradient} className={isGradientKnown ? 'gradient' : 'gradient unknown'} text={gradient} />
      )}
    </>
  );
});

interface WireLineProps {
  readonly path: string;
  readonly shade: number | null;
  readonly highlight: HighlightKind;
  readonly direction: Direction;
  readonly tip: Point | undefined;
}

function WireLine({ path, shade, highlight, direction, tip }: WireLineProps) {
  const width = strokeWidth(shade);
  const className = `wire shade-${shade ?? 'none'} highlight-${highlight}`;
  return (
    <>
      {highlight !== 'none' && (
        <path className={`glow highlight-${highlight}`} d={path} strokeWidth={glowWidth(shade)} />
      )}
      <path className={className} d={path} strokeWidth={width} />
      {tip && <path className={`arrow ${className}`} d={arrowPath(tip, width, direction)} />}
    </>
  );
}

function WireText({
  mark,
  className,
  text,
}: {
  readonly mark: Mark;
  readonly className: string;
  readonly text: string;
}) {
  return (
    <text
      className={`wire-text ${className}`}
      x={mark.x}
      y={mark.y}
      textAnchor={mark.anchor}
      dominantBaseline="central"
    >
      {text}
    </text>
  );
}
