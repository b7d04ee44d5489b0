/** What every step of a film is made from: the drawn graph, the numbers, and how both are written. */

import * as l10n from '@vscode/l10n';
import { type Quantity, showDimensions, showQuantity, showSize } from '../../display/quantity.ts';
import type { Leaves } from '../../explain/leaves.ts';
import { arranged, inTone, type Parts, textOf, toned } from '../../explain/toned.ts';
import type { FilmStep } from '../../protocol/panel/film.ts';
import type { GraphNode } from '../../protocol/panel/graph.ts';
import type { Evaluated } from '../../snapshot/snapshot.ts';
import type { DrawnGraph } from '../displayGraph.ts';
import { drawnLeaves } from './names.ts';

export class Stage {
  readonly drawn: DrawnGraph;
  readonly snapshot: Evaluated;
  readonly wiresInto: readonly (readonly number[])[];
  readonly leaves: Leaves;
  readonly #fileName: string;
  readonly #groups: ReadonlyMap<string, Pick<GraphNode, 'range' | 'parent'>>;

  /** @param wiresInto for each place the wires that end there, in the order of its operands. */
  constructor(
    drawn: DrawnGraph,
    snapshot: Evaluated,
    wiresInto: readonly (readonly number[])[],
    digits: number,
    fileName: string,
  ) {
    this.drawn = drawn;
    this.snapshot = snapshot;
    this.wiresInto = wiresInto;
    this.leaves = drawnLeaves(drawn, snapshot, digits);
    this.#fileName = fileName;
    this.#groups = new Map(drawn.structure.groups.map((group) => [group.id, group]));
  }

  /** The statement of a node and where that stands; what has no place in the file stands where the group around it does. */
  statementOf(place: number): Pick<FilmStep, 'source' | 'place' | 'range'> {
    const node = this.drawn.structure.nodes[place];
    let range = node.range;
    for (let { parent } = node; range === null && parent !== null; ) {
      const around = this.#groups.get(parent);
      range = around?.range ?? null;
      parent = around?.parent ?? null;
    }
    const line = range === null ? '' : `:${range.start.line + 1}`;
    return { source: node.source, place: `${this.#fileName}${line}`, range };
  }

  /** The last part of an equation: a value as lenses show it. */
  valueResult(quantity: Quantity): Parts {
    return inTone('result', showQuantity(quantity, this.leaves.digits));
  }

  /** The last part of an equation: a gradient as hovers show it, of a tensor its norm. */
  gradientResult(quantity: Quantity): Parts {
    const size = inTone('result', showSize(quantity, this.leaves.digits));
    return quantity.kind === 'scalar' ? size : arranged(l10n.t('{0} norm {1}'), showDimensions(quantity.shape), size);
  }
}

/** `q = x + y = 3`: of sides that say the same in a row, the last one stands. */
export function equated(sides: readonly Parts[]): Parts {
  return sides
    .filter((side, i) => i === sides.length - 1 || textOf(side) !== textOf(sides[i + 1]))
    .reduce((equation, side) => toned`${equation} = ${side}`);
}
