/** What flows back from a node to its operands as `upstream × local`: in symbols, and in numbers where all of it is scalar. */

import { showNumber } from '../display/numbers.ts';
import { adjointOf, contributionOf } from '../engine/autodiff/differentiate.ts';
import type { NodeId, Program } from '../engine/ir/program.ts';
import { constantValue } from '../engine/operators/leaves.ts';
import type { Objective } from '../language/lowering/model.ts';
import { Precedence } from '../language/syntax/precedence.ts';
import { atom, type LeafTerm, parenthesize, type Term, termOf, termText } from './formula.ts';
import type { FormulaLeaves, Name } from './formulaLeaves.ts';
import { localGradientTerm, localGradientValue } from './localGradient.ts';
import { type TonedText, toned, withTone } from './tonedText.ts';

/** The factor beside the upstream gradient. */
interface LocalGradient {
  readonly symbols: Term;
  /** Absent where not all of it is scalar. */
  readonly numbers: Term | undefined;
}

/** A formula that is longer shows its value alone. */
export const maxFormulaLength = 40;

export class GradientFactors {
  readonly #program: Program;
  readonly #objective: Objective;
  readonly #leaves: FormulaLeaves;

  constructor(objective: Objective, leaves: FormulaLeaves) {
    this.#program = leaves.program;
    this.#objective = objective;
    this.#leaves = leaves;
  }

  /** `∂L/∂q`, `∂L/∂(target - f)`. */
  symbolOf(node: NodeId): string {
    const { label, gradient } = this.#objective;
    const name = this.#leaves.names.get(node);
    if (name === undefined) return node === gradient.root ? `∂${label}/∂${label}` : '∂';
    return `∂${label}/∂${parenthesizeName(name)}`;
  }

  /** `∂f/∂q`. */
  partial(node: NodeId, operand: NodeId): string {
    const [numerator, denominator] = [node, operand].map((part) => this.#leaves.names.get(part));
    return `∂${numerator ? parenthesizeName(numerator) : this.#objective.label}/∂${denominator ? parenthesizeName(denominator) : ''}`;
  }

  /**
   * What flows back to an operand as the same product twice, `∂L/∂f · z` and `−4 · −4`; of tensors in symbols alone, and
   * none of a number that says itself.
   * @param namedNode the node whose gradient the consumer's is, where it has no name of its own.
   */
  productsOf(consumer: NodeId, position: number, namedNode = consumer): TonedText[] {
    const { gradient } = this.#objective;
    const contribution = contributionOf(gradient, this.#program, consumer, position);
    const upstream = adjointOf(gradient, consumer);
    if (contribution === undefined || upstream === undefined) return [];
    const symbol = this.symbolOf(namedNode);
    const localGradient = this.localGradient(contribution, upstream);
    if (localGradient === undefined) return this.formulaOf(contribution, upstream, symbol);
    const multiplyBy = (text: string, factor: Term): TonedText =>
      toned`${withTone('gradient', text)} · ${parenthesize(Precedence.product, factor)}`;
    const symbolic = multiplyBy(symbol, localGradient.symbols);
    return localGradient.numbers
      ? [symbolic, multiplyBy(this.#leaves.number(upstream), localGradient.numbers)]
      : [symbolic];
  }

  /** The factor beside the upstream gradient; undefined where what flows back is no such product. */
  localGradient(contribution: NodeId, upstream: NodeId): LocalGradient | undefined {
    const symbols = localGradientTerm(
      this.#program,
      contribution,
      upstream,
      this.#symbolLeaves(upstream, this.#objective.label),
    );
    if (symbols === undefined) return undefined;
    const isScalar = this.#program.operands(contribution).every((operand) => this.#program.shape(operand).length === 0);
    if (!isScalar) return { symbols, numbers: undefined };
    const numbers = localGradientTerm(this.#program, contribution, upstream, this.#numberLeaves(upstream))!;
    if (termText(symbols).length <= maxFormulaLength) return { symbols, numbers };
    const value = localGradientValue(this.#program, contribution, upstream, (node) => this.#leaves.elements(node)[0]);
    const number = atom(withTone('value', showNumber(value, this.#leaves.digits)));
    return { symbols: number, numbers: number };
  }

  /** How what flows back is computed, `X.T @ ∂L/∂y`: one formula, or none of a number that says itself. */
  formulaOf(contribution: NodeId, upstream: NodeId, symbol: string): TonedText[] {
    if (constantValue(this.#program, contribution) !== undefined) return [];
    const symbols = this.#symbolLeaves(upstream, symbol);
    return [termOf(this.#program, contribution, (part) => (part === contribution ? undefined : symbols(part))).text];
  }

  #symbolLeaves(upstream: NodeId, symbol: string): LeafTerm {
    const term = { text: withTone('gradient', symbol), precedence: Precedence.power };
    return (node) => (node === upstream ? term : this.#leaves.symbolTerm(node));
  }

  #numberLeaves(upstream: NodeId): LeafTerm {
    return (node) => {
      const term = this.#leaves.numberTerm(node);
      return term && node === upstream ? { ...term, text: withTone('gradient', termText(term)) } : term;
    };
  }
}

function parenthesizeName({ text, precedence }: Name): string {
  return precedence === Precedence.atom ? text : `(${text})`;
}
