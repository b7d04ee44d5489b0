/** All wires, in one drawing under the nodes. */

import { memo } from 'react';
import type { GraphStructure } from '../../../../server/src/protocol/graph.ts';
import type { Mark, Point } from '../layout/box.ts';
import { endsOf } from '../layout/ends.ts';
import type { Placement } from '../layout/placement.ts';
import { arrowAt, behind, pathOf, straightPath, trunkOf, wireMarks } from '../layout/wire.ts';
import type { Light } from './looks.ts';
import { strokeOf } from './scale.ts';
import { useNodeLook, useWireLook } from './shown.ts';

interface Props {
  readonly structure: GraphStructure;
  readonly placement: Placement;
}

export const Wires = memo(function Wires({ structure, placement }: Props) {
  const { entering, leaving } = endsOf(structure);
  return (
    <svg className="wires" width={placement.width} height={placement.height} aria-hidden="true">
      {structure.nodes.map(({ id, isRoot }, place) =>
        isRoot || leaving[place]!.length > 0 ? (
          <TrunkView key={id} place={place} placement={placement} isRoot={isRoot} />
        ) : null,
      )}
      {structure.wires.map(({ from, to, position }, place) => {
        const [index, count] = [entering[to]!.indexOf(place), entering[to]!.length];
        return (
          <WireView
            key={`${from} ${to} ${position}`}
            place={place}
            points={placement.wires[place]!}
            isUpper={index < count - 1 && index < count / 2}
          />
        );
      })}
    </svg>
  );
});

interface TrunkProps {
  readonly place: number;
  readonly placement: Placement;
  readonly isRoot: boolean;
}

const TrunkView = memo(function TrunkView({ place, placement, isRoot }: TrunkProps) {
  const { level, trunkLight } = useNodeLook(place);
  const trunk = trunkOf(placement, place);
  const path = straightPath(isRoot ? { ...trunk, end: behind(trunk.end) } : trunk);
  return <Line path={path} level={level} light={trunkLight} tip={isRoot ? trunk.end : undefined} />;
});

interface WireProps {
  readonly place: number;
  readonly points: readonly Point[];
  readonly isUpper: boolean;
}

const WireView = memo(function WireView({ place, points, isUpper }: WireProps) {
  const { level, light, value, gradient, isGradientKnown } = useWireLook(place);
  const tip = points.at(-1)!;
  const marks = wireMarks(tip, isUpper);
  return (
    <>
      <Line path={pathOf(points)} level={level} light={light} tip={tip} />
      {value !== null && <WireText mark={marks.value} className="value" text={value} />}
      {gradient !== null && (
        <WireText mark={marks.gradient} className={isGradientKnown ? 'gradient' : 'gradient unknown'} text={gradient} />
      )}
    </>
  );
});

interface LineProps {
  readonly path: string;
  readonly level: number | null;
  readonly light: Light;
  readonly tip: Point | undefined;
}

function Line({ path, level, light, tip }: LineProps) {
  const stroke = strokeOf(level);
  const className = `wire level-${level ?? 'none'} light-${light}`;
  return (
    <>
      {light !== 'none' && <path className={`glow light-${light}`} d={path} strokeWidth={stroke + 7} />}
      <path className={className} d={path} strokeWidth={stroke} />
      {tip && <path className={`arrow ${className}`} d={arrowAt(tip, stroke)} />}
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
