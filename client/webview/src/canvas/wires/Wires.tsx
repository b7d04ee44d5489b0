/** All wires, in one drawing under the nodes. */

import { memo, useRef } from 'react';
import type { GraphStructure } from '../../../../../server/src/protocol/panel/graph.ts';
import type { Mark, Point } from '../../layout/box.ts';
import type { Placement } from '../../layout/placement.ts';
import { arrowAt, type Trunk, trunksOf, type Wire, wiresOf } from '../../layout/wire.ts';
import type { Light } from '../nodeStyles.ts';
import { sharedWith } from '../shared.ts';
import { useNodeLook, useWireLook } from '../shown.ts';
import { glowOf, strokeOf } from '../viewport/scale.ts';

interface Props {
  readonly structure: GraphStructure;
  readonly placement: Placement;
}

export const Wires = memo(function Wires({ structure, placement }: Props) {
  const trunks = useShared(() => trunksOf(structure, placement), placement);
  const wires = useShared(() => wiresOf(structure, placement), placement);
  return (
    <svg className="wires" width={placement.width} height={placement.height} aria-hidden="true">
      {trunks.map((trunk) => (
        <TrunkView key={structure.nodes[trunk.place]!.id} {...trunk} />
      ))}
      {wires.map((wire, place) => {
        const { from, to, position } = structure.wires[place]!;
        return <WireView key={`${from} ${to} ${position}`} place={place} {...wire} />;
      })}
    </svg>
  );
});

/** Made anew for another placement, in which what lies as before is the very object of before. */
function useShared<Part>(make: () => readonly Part[], placement: Placement): readonly Part[] {
  const last = useRef<{ readonly placement: Placement; readonly parts: readonly Part[] }>(undefined);
  if (last.current?.placement !== placement) {
    last.current = { placement, parts: sharedWith(last.current?.parts ?? [], make()) };
  }
  return last.current.parts;
}

const TrunkView = memo(function TrunkView({ place, path, tip }: Trunk) {
  const { level, trunkLight } = useNodeLook(place);
  return <Line path={path} level={level} light={trunkLight} tip={tip} />;
});

const WireView = memo(function WireView({ place, path, tip, marks }: Wire & { readonly place: number }) {
  const { level, light, value, gradient, isGradientKnown } = useWireLook(place);
  return (
    <>
      <Line path={path} level={level} light={light} tip={tip} />
      {marks && value !== null && <WireText mark={marks.value} className="value" text={value} />}
      {marks && gradient !== null && (
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
      {light !== 'none' && <path className={`glow light-${light}`} d={path} strokeWidth={glowOf(level)} />}
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
