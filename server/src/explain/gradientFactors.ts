/** Contributions of a node to its operands as `upstream × local`: in symbols, and for scalars in numbers. */

import { formatNumber } from '../display/numbers.ts';
import { adjointOf, contributionOf } from '../engine/autodiff/differentiate.ts';
import type { NodeId, Program } from '../engine/ir/program.ts';
import { constantValue } from '../engine/operators/leaves.ts';
import type { Objective } from '../language/lowering/model.ts';
import { Precedence } from '../language/syntax/precedence.ts';
import { type AbbreviatedTerm, atom, parenthesize, type Term, termOf, termText } from './formula.ts';
import type { FormulaTerms, Name } from './formulaTerms.ts';
import { localGradientTerm, localGradientValue } from './localGradient.ts';
import { type TonedText, toned, withTone } from './tonedText.ts';

/** The factor multiplied by the upstream gradient. */
interface LocalGradient {
  readonly symbols: Term;
  /** Absent unless all operands are scalars. */
  readonly numbers: Term | undefined;
}

/** Longer formulas are replaced by their value. */
export const maxFormulaLength = 40;

export class GradientFactors {
  readonly #program: Program;
  readonly #objective: Objective;
  readonly #leaves: FormulaTerms;

  constructor(objective: Objective, leaves: FormulaTerms) {
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
   * A contribution as a product in symbols and in numbers, `∂L/∂f · z` and `−4 · −4`. Only in symbols for tensors;
   * empty for a constant.
   * @param namedNode the node whose gradient is that of the consumer, if the consumer has no name.
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

  /** The factor multiplied by the upstream gradient; undefined if the contribution is not such a product. */
  localGradient(contribution: NodeId, upstream: NodeId): LocalGradient | undefined {
    const symbols = localGradientTerm(
      this.#program,
      contribution,
      upstream,
      this.#symbolTerms(upstream, this.#objective.label),
    );
    if (symbols === undefined) return undefined;
    const isScalar = this.#program.operands(contribution).every((operand) => this.#program.shape(operand).length === 0);
    if (!isScalar) return { symbols, numbers: undefined };
    const numbers = localGradientTerm(this.#program, contribution, upstream, this.#numberTerms(upstream))!;
    if (termText(symbols).length <= maxFormulaLength) return { symbols, numbers };
    const value = localGradientValue(this.#program, contribution, upstream, (node) => this.#leaves.elements(node)[0]);
    const number = atom(withTone('value', formatNumber(value, this.#leaves.digits)));
    return { symbols: number, numbers: number };
  }

  /** The formula of a contribution, such as `X.T @ ∂L/∂y`; empty for a constant. */
  formulaOf(contribution: NodeId, upstream: NodeId, symbol: string): TonedText[] {
    if (constantValue(this.#program, contribution) !== undefined) return [];
    const symbols = this.#symbolTerms(upstream, symbol);
    return [termOf(this.#program, contribution, (part) => (part === contribution ? undefined : symbols(part))).text];
  }

  #symbolTerms(upstream: NodeId, symbol: string): AbbreviatedTerm {
    const term = { text: withTone('gradient', symbol), precedence: Precedence.power };
    return (node) => (node === upstream ? term : this.#leaves.symbolTerm(node));
  }

  #numberTerms(upstream: NodeId): AbbreviatedTerm {
    return (node) => {
      const term = this.#leaves.numberTerm(node);
      return term && node === upstream ? { ...term, text: withTone('gradient', termText(term)) } : term;
    };
  }
}

function parenthesizeName({ text, precedence }: Name): string {
  return precedence === Precedence.atom ? text : `(${text})`;
}
