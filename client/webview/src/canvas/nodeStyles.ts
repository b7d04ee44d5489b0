/** Computed style of each node and wire from numbers and highlights. Unchanged styles keep their identity. */

import type { GraphNode, GraphNumbers, GraphStructure, NodeNumbers } from '../../../../protocol/panel/graph.ts';
import type { HideableLabel } from '../../../../protocol/panel/messages.ts';
import { type GradientScale, gradientShade } from '../../../../protocol/shared/gradientScale.ts';
import type { Density } from '../layout/arrangement.ts';
import type { Mark } from '../layout/box.ts';
import { truncate } from '../layout/text.ts';
import { adjacencyOf } from '../layout/wires/adjacency.ts';
import type { AccumulatedGradient, Highlight, PlaybackProgress } from './highlight.ts';
import { isDeepEqual, reuseEqual } from './reuseEqual.ts';
import { gradientScale } from './wires/wireScale.ts';

export type NodeLabel = 'symbol' | 'name' | 'rootName' | 'value' | 'gradient' | 'shape';
export type WireLabel = 'value' | 'gradient';

export interface NodeStyle {
  readonly numbers: NodeNumbers;
  /** The gradient of a scalar or the norm of a tensor's; during playback, the sum so far. */
  readonly gradient: string | null;
  /** True if `gradient` is a norm. */
  readonly isNorm: boolean;
  /** The elements of that gradient, line by line; null if it is not that of a small tensor. */
  readonly gradientElements: readonly string[] | null;
  readonly isValueKnown: boolean;
  readonly isGradientKnown: boolean;
  /** Shade of the gradient of the trunk, the outgoing wire up to its fork; null if no gradient flows. */
  readonly shade: number | null;
  readonly highlight: HighlightKind;
  /** Highlight of the trunk: that of any of its wires, or of the root. */
  readonly trunkHighlight: HighlightKind;
  /** Labels that the user has hidden, or that have no room. */
  readonly hiddenLabels: readonly NodeLabel[];
  /** True if a value or gradient has no room, though the user has not hidden it. */
  readonly lacksRoom: boolean;
  readonly symbolFit: SymbolFit;
  /** Positions of the elements of a small tensor that are written out in room not reserved for them; undefined for others. */
  readonly elementMarks: ElementMarks | undefined;
}

/** The fit of a symbol into its body. */
export interface SymbolFit {
  /** True if it has the size of the smallest texts. */
  readonly isSmall: boolean;
  /** Number of columns that it is truncated to; undefined if all of it has room. */
  readonly columns: number | undefined;
}

const fullSymbol: SymbolFit = { isSmall: false, columns: undefined };

/** In box coordinates. */
export interface ElementMarks {
  readonly value: Mark;
  readonly gradient: Mark;
  /** False if only the value is written out, above the norm of its gradient. */
  readonly isGradientWrittenOut: boolean;
}

export interface WireStyle {
  readonly shade: number | null;
  /** Numbers at the arrow, above and below the wire; null if the source node shows them. */
  readonly value: string | null;
  readonly gradient: string | null;
  readonly isGradientKnown: boolean;
  readonly highlight: HighlightKind;
  /** Numbers that the user has hidden, or that have no room. */
  readonly hiddenLabels: readonly WireLabel[];
}

/**
 * The color of a highlight: that of the focus for the editor's cursor, of values in the forward phase of the playback, and
 * of gradients in its other phases.
 */
export type HighlightKind = 'none' | 'editor' | 'forward' | 'backward';

export interface GraphStyles {
  readonly nodes: readonly NodeStyle[];
  readonly wires: readonly WireStyle[];
  readonly scale: GradientScale | null;
}

/** @param hiddenLabels those that the user has hidden. */
export function computeStyles(
  structure: GraphStructure,
  numbers: GraphNumbers,
  highlight: Highlight,
  hiddenLabels: readonly HideableLabel[] = [],
): GraphStyles {
  const hiddenWireLabels = hiddenLabels.filter((label) => label !== 'shape');
  const scale = gradientScale(numbers);
  const { outgoing } = adjacencyOf(structure);
  const { playback } = highlight;
  const highlighted = highlightKindOf(playback);
  const kindOf = (isHighlighted: boolean): HighlightKind => (isHighlighted ? highlighted : 'none');
  const magnitudes = numbers.wires.map(({ magnitude }) => magnitude);
  return {
    scale,
    nodes: numbers.nodes.map((node, index) => ({
      numbers: node,
      ...shownGradient(node, playback?.gradients.get(index)),
      isNorm: isTensor(structure.nodes[index]!),
      isValueKnown: playback?.values.has(index) ?? true,
      isGradientKnown: isReached(playback?.gradients, index),
      shade: isReached(playback?.gradients, index)
        ? gradientShade(scale, node.magnitude ?? maxMagnitude(outgoing[index]!.map((wire) => magnitudes[wire]!)))
        : null,
      highlight: kindOf(highlight.nodes.has(index)),
      trunkHighlight: kindOf(
        outgoing[index]!.some((wire) => highlight.wires.has(wire)) ||
          (structure.nodes[index]!.isRoot && highlight.nodes.has(index)),
      ),
      hiddenLabels,
      lacksRoom: false,
      symbolFit: fullSymbol,
      elementMarks: undefined,
    })),
    wires: numbers.wires.map(({ value, gradient, magnitude }, index) => {
      const { from } = structure.wires[index]!;
      const isPartOfSum = outgoing[from]!.filter((wire) => numbers.wires[wire]!.gradient !== null).length > 1;
      return {
        shade: isReached(playback?.wires, index) ? gradientShade(scale, magnitude) : null,
        value,
        gradient: isPartOfSum ? gradientText(gradient, isTensor(structure.nodes[from]!)) : null,
        isGradientKnown: isReached(playback?.wires, index),
        highlight: kindOf(highlight.wires.has(index)),
        hiddenLabels: hiddenWireLabels,
      };
    }),
  };
}

/** @param accumulated the gradient that the playback has accumulated so far; undefined while it has none. */
function shownGradient(
  node: NodeNumbers,
  accumulated: AccumulatedGradient | undefined,
): Pick<NodeStyle, 'gradient' | 'gradientElements'> {
  if (accumulated) return { gradient: accumulated.text, gradientElements: accumulated.elements };
  return { gradient: node.gradient, gradientElements: node.elements?.gradient ?? null };
}

function isTensor({ shape }: GraphNode): boolean {
  return shape !== '';
}

/** A norm is marked, so that nobody takes it for a number that has a sign. */
function gradientText(gradient: string | null, isNorm: boolean): string | null {
  return gradient !== null && isNorm ? `‖∂‖ ${gradient}` : gradient;
}

/** The lines of a node's value at a density. */
export function valueLines(style: NodeStyle, density: Density): readonly string[] {
  const { value, elements } = style.numbers;
  return elements && (density === 'elements' || style.elementMarks) ? elements.value.map(keepSpaces) : [value];
}

/** The lines of a node's gradient at a density; empty if no gradient flows. */
export function gradientLines(style: NodeStyle, density: Density): readonly string[] {
  const { gradient, isNorm, gradientElements, elementMarks } = style;
  if (gradientElements && (density === 'elements' || elementMarks?.isGradientWrittenOut))
    return gradientElements.map(keepSpaces);
  const text = gradientText(gradient, isNorm);
  return text === null ? [] : [text];
}

/** A shape, followed by an ellipsis if the node's numbers lack room. */
export function shapeText(shape: string, lacksRoom: boolean): string {
  return lacksRoom ? `${truncate(shape)} …`.trimStart() : truncate(shape);
}

/** The new styles, reusing previous objects that are equal. */
export function reuseEqualStyles(previous: GraphStyles, next: GraphStyles): GraphStyles {
  return {
    scale: isDeepEqual(previous.scale, next.scale) ? previous.scale : next.scale,
    nodes: reuseEqual(previous.nodes, next.nodes),
    wires: reuseEqual(previous.wires, next.wires),
  };
}

/** Spaces that align elements, as HTML and SVG collapse ordinary ones. */
function keepSpaces(line: string): string {
  return line.replaceAll(/^ +| {2,}/g, (spaces) => '\u00a0'.repeat(spaces.length));
}

/** The class of a number; one that the playback has not computed yet is dimmed. */
export function numberClass(className: string, isKnown: boolean): string {
  return isKnown ? className : `${className} unknown`;
}

function highlightKindOf(playback: PlaybackProgress | null): HighlightKind {
  if (playback === null) return 'editor';
  return playback.phase === 'forward' ? 'forward' : 'backward';
}

/** True if a gradient has flowed back to a node or through a wire. @param reached undefined while no playback runs. */
function isReached(reached: { has(index: number): boolean } | undefined, index: number): boolean {
  return reached?.has(index) ?? true;
}

function maxMagnitude(magnitudes: readonly (number | null)[]): number | null {
  return magnitudes.reduce((max, magnitude) => (max === null || (magnitude ?? 0) > max ? magnitude : max), null);
}
