/** How each node and each wire looks: its numbers and what is lit, put together. What looks the same is the same object as before. */

import { type GradientScale, gradientLevel } from '../../../../server/src/protocol/gradientScale.ts';
import type { GraphNumbers, GraphStructure, NodeNumbers } from '../../../../server/src/protocol/panel/graph.ts';
import { adjacencyOf } from '../layout/adjacency.ts';
import type { Highlight } from './highlight.ts';
import { isDeepEqual, reuseEqual } from './reuseEqual.ts';
import { gradientScale } from './wires/wireScale.ts';

export interface NodeStyle {
  readonly numbers: NodeNumbers;
  /** What is shown under the wire: in the film it may be a part of the gradient. */
  readonly gradient: string | null;
  readonly isValueKnown: boolean;
  readonly isGradientKnown: boolean;
  /** Of the wire that leaves it, up to where it forks; null where no gradient flows. */
  readonly level: number | null;
  readonly highlight: HighlightKind;
  /** Of the piece of wire beside its numbers: lit with each wire that goes on from there, and that of the root with it. */
  readonly trunkHighlight: HighlightKind;
}

export interface WireStyle {
  readonly level: number | null;
  /** What is written near its arrow, over it and under it; null where its source says it already. */
  readonly value: string | null;
  readonly gradient: string | null;
  readonly isGradientKnown: boolean;
  readonly highlight: HighlightKind;
}

/** The film lights in the colour of gradients, the editor in that of the focus. */
export type HighlightKind = 'none' | 'editor' | 'film';

export interface GraphStyles {
  readonly nodes: readonly NodeStyle[];
  readonly wires: readonly WireStyle[];
  readonly scale: GradientScale | null;
}

export function computeStyles(structure: GraphStructure, numbers: GraphNumbers, highlight: Highlight): GraphStyles {
  const scale = gradientScale(numbers);
  const { outgoing } = adjacencyOf(structure);
  const { film } = highlight;
  const kindOf = (isHighlighted: boolean): HighlightKind => (!isHighlighted ? 'none' : film ? 'film' : 'editor');
  const magnitudes = numbers.wires.map(({ magnitude }) => magnitude);
  return {
    scale,
    nodes: numbers.nodes.map((node, index) => ({
      numbers: node,
      gradient: film?.gradients.get(index) ?? node.gradient,
      isValueKnown: film?.values.has(index) ?? true,
      isGradientKnown: film?.gradients.has(index) ?? true,
      level: gradientLevel(scale, node.magnitude ?? maxMagnitude(outgoing[index]!.map((wire) => magnitudes[wire]!))),
      highlight: kindOf(highlight.nodes.has(index)),
      trunkHighlight: kindOf(
        outgoing[index]!.some((wire) => highlight.wires.has(wire)) ||
          (structure.nodes[index]!.isRoot && highlight.nodes.has(index)),
      ),
    })),
    wires: numbers.wires.map(({ value, gradient, magnitude }, index) => {
      const isFork = outgoing[structure.wires[index]!.from]!.length > 1;
      return {
        level: gradientLevel(scale, magnitude),
        value,
        gradient: isFork ? gradient : null,
        isGradientKnown: film?.wires.has(index) ?? true,
        highlight: kindOf(highlight.wires.has(index)),
      };
    }),
  };
}

/** The new looks, but with the objects of before where they say the same. */
export function reuseEqualStyles(previous: GraphStyles, next: GraphStyles): GraphStyles {
  return {
    scale: isDeepEqual(previous.scale, next.scale) ? previous.scale : next.scale,
    nodes: reuseEqual(previous.nodes, next.nodes),
    wires: reuseEqual(previous.wires, next.wires),
  };
}

function maxMagnitude(magnitudes: readonly (number | null)[]): number | null {
  return magnitudes.reduce((max, magnitude) => (max === null || (magnitude ?? 0) > max ? magnitude : max), null);
}
