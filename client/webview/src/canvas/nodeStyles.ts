/** How each node and each wire looks: its numbers and what is lit, put together. What looks the same is the same object as before. */

import { type GradientScale, levelOf } from '../../../../server/src/protocol/gradientScale.ts';
import type { GraphNumbers, GraphStructure, NodeNumbers } from '../../../../server/src/protocol/panel/graph.ts';
import { endsOf } from '../layout/ends.ts';
import type { Lit } from './highlightClass.ts';
import { isSame, sharedWith } from './shared.ts';
import { scaleOf } from './viewport/scale.ts';

export interface NodeLook {
  readonly numbers: NodeNumbers;
  /** What is shown under the wire: in the film it may be a part of the gradient. */
  readonly gradient: string | null;
  readonly isValueKnown: boolean;
  readonly isGradientKnown: boolean;
  /** Of the wire that leaves it, up to where it forks; null where no gradient flows. */
  readonly level: number | null;
  readonly light: Light;
  /** Of the piece of wire beside its numbers: lit with each wire that goes on from there, and that of the root with it. */
  readonly trunkLight: Light;
}

export interface WireLook {
  readonly level: number | null;
  /** What is written near its arrow, over it and under it; null where its source says it already. */
  readonly value: string | null;
  readonly gradient: string | null;
  readonly isGradientKnown: boolean;
  readonly light: Light;
}

/** The film lights in the colour of gradients, the editor in that of the focus. */
export type Light = 'none' | 'editor' | 'film';

export interface Looks {
  readonly nodes: readonly NodeLook[];
  readonly wires: readonly WireLook[];
  readonly scale: GradientScale | null;
}

export function looksOf(structure: GraphStructure, numbers: GraphNumbers, lit: Lit): Looks {
  const scale = scaleOf(numbers);
  const { leaving } = endsOf(structure);
  const { film } = lit;
  const lightOf = (isLit: boolean): Light => (!isLit ? 'none' : film ? 'film' : 'editor');
  const magnitudes = numbers.wires.map(({ magnitude }) => magnitude);
  return {
    scale,
    nodes: numbers.nodes.map((node, place) => ({
      numbers: node,
      gradient: film?.gradients.get(place) ?? node.gradient,
      isValueKnown: film?.values.has(place) ?? true,
      isGradientKnown: film?.gradients.has(place) ?? true,
      level: levelOf(scale, node.magnitude ?? largest(leaving[place]!.map((wire) => magnitudes[wire]!))),
      light: lightOf(lit.nodes.has(place)),
      trunkLight: lightOf(
        leaving[place]!.some((wire) => lit.wires.has(wire)) || (structure.nodes[place]!.isRoot && lit.nodes.has(place)),
      ),
    })),
    wires: numbers.wires.map(({ value, gradient, magnitude }, place) => {
      const isFork = leaving[structure.wires[place]!.from]!.length > 1;
      return {
        level: levelOf(scale, magnitude),
        value,
        gradient: isFork ? gradient : null,
        isGradientKnown: film?.wires.has(place) ?? true,
        light: lightOf(lit.wires.has(place)),
      };
    }),
  };
}

/** The new looks, but with the objects of before where they say the same. */
export function withSharedLooks(before: Looks, after: Looks): Looks {
  return {
    scale: isSame(before.scale, after.scale) ? before.scale : after.scale,
    nodes: sharedWith(before.nodes, after.nodes),
    wires: sharedWith(before.wires, after.wires),
  };
}

function largest(magnitudes: readonly (number | null)[]): number | null {
  return magnitudes.reduce((most, magnitude) => (most === null || (magnitude ?? 0) > most ? magnitude : most), null);
}
