/** Terms of formulas: the names or numbers of nodes. Nodes without a name are expanded. */

import { nodeQuantity } from '../display/nodeQuantity.ts';
import { formatMagnitude, type Quantity } from '../display/quantity.ts';
import type { NodeId, Program } from '../engine/ir/program.ts';
import { elementsOf } from '../engine/ir/values.ts';
import { where } from '../engine/operators/elementwise/selection.ts';
import { Precedence } from '../language/syntax/precedence.ts';
import type { EvaluatedSnapshot } from '../snapshot/snapshot.ts';
import { type Term, term } from './formula.ts';
import { withTone } from './tonedText.ts';

/** The name of a node, or the source of its expression. */
export interface Name {
  readonly text: string;
  /** Precedence of the outermost operator of the text. */
  readonly precedence: number;
}

export type Names = ReadonlyMap<NodeId, Name>;

export class FormulaTerms {
  readonly names: Names;
  readonly program: Program;
  readonly digits: number;
  readonly #values: EvaluatedSnapshot['evaluation']['values'];

  constructor({ model, evaluation }: EvaluatedSnapshot, names: Names, digits: number) {
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
    // A `where` in a vjp rule is shown by the branch that it takes, so it has a number even without a name.
    if (!this.names.has(node) && this.program.operator(node) !== where) return this.#constantTerm(node);
    const text = this.number(node);
    // Negative numbers are not parenthesized in a product, as in −4 · −4.
    return { text: withTone('value', text), precedence: text.startsWith('−') ? Precedence.product : Precedence.atom };
  }

  number(node: NodeId): string {
    return formatMagnitude(this.quantity(node), this.digits);
  }

  quantity(node: NodeId): Quantity {
    return nodeQuantity(this.program, this.#values, node);
  }

  elements(node: NodeId): Float64Array {
    return elementsOf(this.program, this.#values, node);
  }

  /** A number from the source or from a vjp rule. */
  #constantTerm(node: NodeId): Term | undefined {
    if (this.program.constantValue(node) === undefined) return undefined;
    const text = this.number(node);
    return term(text, text.startsWith('−') ? Precedence.negation : Precedence.atom);
  }
}
