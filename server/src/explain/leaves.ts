/** What stands for nodes in formulas: their names, or their numbers; what has no name is written out. */

import { type Quantity, quantityOf, showSize } from '../display/quantity.ts';
import type { NodeId, Program } from '../engine/ir/program.ts';
import { where } from '../engine/operators/elementwise/arithmetic.ts';
import { constantNumber } from '../engine/operators/leaves.ts';
import { elementsOf } from '../engine/runtime/execute.ts';
import { bindings } from '../language/syntax/precedence.ts';
import type { Evaluated } from '../snapshot/snapshot.ts';
import { type Term, term } from './formula.ts';
import { inTone } from './toned.ts';

/** What a node is called. */
export interface Name {
  readonly text: string;
  /** How tightly it holds together as a part of an expression. */
  readonly binding: number;
}

export type Names = ReadonlyMap<NodeId, Name>;

export class Leaves {
  readonly names: Names;
  readonly program: Program;
  readonly digits: number;
  readonly #values: Evaluated['evaluation']['values'];

  constructor({ model, evaluation }: Evaluated, names: Names, digits: number) {
    this.names = names;
    this.program = model.program;
    this.digits = digits;
    this.#values = evaluation.values;
  }

  symbol(node: NodeId): Term | undefined {
    const name = this.names.get(node);
    return name ? { parts: inTone('value', name.text), binding: name.binding } : this.#constant(node);
  }

  numeral(node: NodeId): Term | undefined {
    // A choice that a rule makes is shown by what it chose.
    if (!this.names.has(node) && this.program.operator(node) !== where) return this.#constant(node);
    const text = this.number(node);
    // In a product a negative number stands bare, as in −4 · −4.
    return { parts: inTone('value', text), binding: text.startsWith('−') ? bindings.product : bindings.atom };
  }

  number(node: NodeId): string {
    return showSize(this.quantity(node), this.digits);
  }

  quantity(node: NodeId): Quantity {
    return quantityOf(this.elements(node), this.program.shape(node));
  }

  elements(node: NodeId): Float64Array {
    return elementsOf(this.program, this.#values, node);
  }

  /** A number that stands in the source, or that a rule brings along. */
  #constant(node: NodeId): Term | undefined {
    if (constantNumber(this.program, node) === undefined) return undefined;
    const text = this.number(node);
    return term(text, text.startsWith('−') ? bindings.minus : bindings.atom);
  }
}
