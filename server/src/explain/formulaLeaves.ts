/** What stands for nodes in formulas: their names, or their numbers; what has no name is written out. */

import { type Quantity, quantityOf, showMagnitude } from '../display/quantity.ts';
import type { NodeId, Program } from '../engine/ir/program.ts';
import { elementsOf } from '../engine/ir/values.ts';
import { where } from '../engine/operators/elementwise/arithmetic.ts';
import { constantValue } from '../engine/operators/leaves.ts';
import { Precedence } from '../language/syntax/precedence.ts';
import type { Evaluated } from '../snapshot/snapshot.ts';
import { type Term, term } from './formula.ts';
import { withTone } from './tonedText.ts';

/** What a node is called. */
export interface Name {
  readonly text: string;
  /** How tightly it holds together as a part of an expression. */
  readonly precedence: number;
}

export type Names = ReadonlyMap<NodeId, Name>;

export class FormulaLeaves {
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

  symbolTerm(node: NodeId): Term | undefined {
    const name = this.names.get(node);
    return name ? { text: withTone('value', name.text), precedence: name.precedence } : this.#constantTerm(node);
  }

  numberTerm(node: NodeId): Term | undefined {
    // A choice that a rule makes is shown by what it chose.
    if (!this.names.has(node) && this.program.operator(node) !== where) return this.#constantTerm(node);
    const text = this.number(node);
    // In a product a negative number stands bare, as in −4 · −4.
    return { text: withTone('value', text), precedence: text.startsWith('−') ? Precedence.product : Precedence.atom };
  }

  number(node: NodeId): string {
    return showMagnitude(this.quantity(node), this.digits);
  }

  quantity(node: NodeId): Quantity {
    return quantityOf(this.elements(node), this.program.shape(node));
  }

  elements(node: NodeId): Float64Array {
    return elementsOf(this.program, this.#values, node);
  }

  /** A number that stands in the source, or that a rule brings along. */
  #constantTerm(node: NodeId): Term | undefined {
    if (constantValue(this.program, node) === undefined) return undefined;
    const text = this.number(node);
    return term(text, text.startsWith('−') ? Precedence.negation : Precedence.atom);
  }
}
