/** Shared input of all steps of a playback: the display graph, the numbers, and how both are written. */

import * as l10n from '@vscode/l10n';
import type { GraphNode } from '../../../../protocol/panel/graph.ts';
import type { PlaybackStep } from '../../../../protocol/panel/playback.ts';
import { elementLinesOf } from '../../display/elementLines.ts';
import {
  formatDimensions,
  formatGradient,
  formatMagnitude,
  formatQuantity,
  isShownAsNorm,
  type Quantity,
} from '../../display/quantity.ts';
import type { FormulaTerms } from '../../explain/formulaTerms.ts';
import { formatToned, plainTextOf, type TonedText, toned, withTone } from '../../explain/tonedText.ts';
import type { EvaluatedSnapshot } from '../../snapshot/snapshot.ts';
import type { DisplayGraph } from '../displayGraph.ts';
import { playbackTerms } from './playbackTerms.ts';

export class PlaybackContext {
  readonly displayGraph: DisplayGraph;
  readonly snapshot: EvaluatedSnapshot;
  readonly incomingWires: readonly (readonly number[])[];
  readonly terms: FormulaTerms;
  readonly #fileName: string;
  readonly #groups: ReadonlyMap<string, Pick<GraphNode, 'range' | 'parent'>>;

  /** @param incomingWires the wires of each node that end at it, in operand order. */
  constructor(
    displayGraph: DisplayGraph,
    snapshot: EvaluatedSnapshot,
    incomingWires: readonly (readonly number[])[],
    digits: number,
    fileName: string,
  ) {
    this.displayGraph = displayGraph;
    this.snapshot = snapshot;
    this.incomingWires = incomingWires;
    this.terms = playbackTerms(displayGraph, snapshot, digits);
    this.#fileName = fileName;
    this.#groups = new Map(displayGraph.structure.groups.map((group) => [group.id, group]));
  }

  /**
   * The statement of a node and its location; a node without a location in the file uses that of the group around it.
   */
  sourceLocationOf(nodeIndex: number): Pick<PlaybackStep, 'source' | 'location' | 'range'> {
    const node = this.displayGraph.structure.nodes[nodeIndex];
    let range = node.range;
    for (let { parent } = node; range === null && parent !== null; ) {
      const outerGroup = this.#groups.get(parent);
      range = outerGroup?.range ?? null;
      parent = outerGroup?.parent ?? null;
    }
    const line = range === null ? '' : `:${range.start.line + 1}`;
    return { source: node.source, location: `${this.#fileName}${line}`, range };
  }

  /** Fields of a step after which its result node displays a gradient. */
  shownGradient(quantity: Quantity): Pick<PlaybackStep, 'gradient' | 'gradientElements'> {
    const { digits } = this.terms;
    return {
      gradient: formatMagnitude(quantity, digits),
      gradientElements: elementLinesOf(quantity, digits) ?? null,
    };
  }

  /** The last side of an equation: a value, formatted as in lenses. */
  valueResult(quantity: Quantity): TonedText {
    return withTone('result', formatQuantity(quantity, this.terms.digits));
  }

  /** The last side of an equation: a gradient, formatted as in hovers; a larger tensor shows its norm. */
  gradientResult(quantity: Quantity): TonedText {
    const result = withTone('result', formatGradient(quantity, this.terms.digits));
    return quantity.kind === 'tensor' && isShownAsNorm(quantity)
      ? formatToned(l10n.t('{0} norm {1}'), formatDimensions(quantity.shape), result)
      : result;
  }
}

/** Fields of a step after which no node displays another gradient. */
export const noShownGradient = { gradient: null, gradientElements: null } as const;

/** `q = x + y = 3`: of equal consecutive sides only the last is kept. */
export function joinEquation(sides: readonly TonedText[]): TonedText {
  return sides
    .filter((side, i) => i === sides.length - 1 || plainTextOf(side) !== plainTextOf(sides[i + 1]))
    .reduce((equation, side) => toned`${equation} = ${side}`);
}
