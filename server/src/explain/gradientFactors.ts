/** Contributions of a node to its operands as `upstream × local`: in symbols, and for scalars in numbers. */

import { formatNumber } from '../display/numbers.ts';
import { adjointOf, contributionOf } from '../engine/autodiff/differentiate.ts';
import type { NodeId, Program } from '../engine/ir/program.ts';
import type { Objective } from '../language/lowering/model.ts';
import { Precedence } from '../language/syntax/precedence.ts';
import { type Abbreviate, atom, parenthesize, type Term, termOf, termText } from './formula.ts';
import type { FormulaTerms, Name } from './formulaTerms.ts';
import { localGradientTerm, localGradientValue } from './localGradient.ts';
import { type TonedText, toned, withTone } from './tonedText.ts';

/** The local gradient of a contribution: the factor multiplied by the upstream gradient. */
interface LocalGradientTerms {
  readonly symbols: Term;
  /** Absent unless all operands are scalars. */
  readonly numbers: Term | undefined;
}

/** Longer formulas are replaced by their value. */
export const maxFormulaLength = 40;

export class GradientFactors {
  readonly #program: Program;
  readonly #objective: Objective;
  readonly #terms: FormulaTerms;

  constructor(objective: Objective, terms: FormulaTerms) {
    this.#program = terms.program;
    this.#objective = objective;
    this.#terms = terms;
  }

  /** `∂L/∂q`, `∂L/∂(target - f)`. */
  symbolOf(node: NodeId): string {
    const { label, backwardPass } = this.#objective;
    const name = this.#terms.names.get(node);
    if (name === undefined) return node === backwardPass.root ? `∂${label}/∂${label}` : '∂';
    return `∂${label}/∂${parenthesizeName(name)}`;
  }

  /** `∂f/∂q`. */
  partial(node: NodeId, operand: NodeId): string {
    const [numerator, denominator] = [node, operand].map((part) => this.#terms.names.get(part));
    return `∂${numerator ? parenthesizeName(numerator) : this.#objective.label}/∂${denominator ? parenthesizeName(denominator) : ''}`;
  }

  /**
   * A contribution as a product in symbols and in numbers, `∂L/∂f · z` and `−4 · −4`. Only in symbols for tensors;
   * empty for a constant.
   * @param namedNode the node whose gradient is that of the consumer, if the consumer has no name.
   */
  productsOf(consumer: NodeId, operandIndex: number, namedNode = consumer): TonedText[] {
    const { backwardPass } = this.#objective;
    const contribution = contributionOf(backwardPass, this.#program, consumer, operandIndex);
    const upstream = adjointOf(backwardPass, consumer);
    if (contribution === undefined || upstream === undefined) return [];
    const symbol = this.symbolOf(namedNode);
    const localGradient = this.localGradient(contribution, upstream);
    if (localGradient === undefined) return this.formulaOf(contribution, upstream, symbol);
    const multiplyBy = (text: string, factor: Term): TonedText =>
      toned`${withTone('gradient', text)} · ${parenthesize(Precedence.product, factor)}`;
    const symbolic = multiplyBy(symbol, localGradient.symbols);
    return localGradient.numbers
      ? [symbolic, multiplyBy(this.#terms.number(upstream), localGradient.numbers)]
      : [symbolic];
  }

  /** The factor multiplied by the upstream gradient; undefined if the contribution is not such a product. */
  localGradient(contribution: NodeId, upstream: NodeId): LocalGradientTerms | undefined {
    const symbols = localGradientTerm(
      this.#program,
      contribution,
      upstream,
      this.symbolTerms(upstream, this.#objective.label),
    );
    if (symbols === undefined) return undefined;
    const isScalar = this.#program.operands(contribution).every((operand) => this.#program.shape(operand).length === 0);
    if (!isScalar) return { symbols, numbers: undefined };
    const numbers = localGradientTerm(this.#program, contribution, upstream, this.#numberTerms(upstream))!;
    if (termText(symbols).length <= maxFormulaLength) return { symbols, numbers };
    const value = localGradientValue(this.#program, contribution, upstream, (node) => this.#terms.elements(node)[0]);
    const number = atom(withTone('value', formatNumber(value, this.#terms.digits)));
    return { symbols: number, numbers: number };
  }

  /** The formula of a contribution, such as `X.T @ ∂L/∂y`; empty for a constant. */
  formulaOf(contribution: NodeId, upstream: NodeId, symbol: string): TonedText[] {
    if (this.#program.constantValue(contribution) !== undefined) return [];
    const symbols = this.symbolTerms(upstream, symbol);
    return [termOf(this.#program, contribution, (part) => (part === contribution ? undefined : symbols(part))).text];
  }

  /** Terms of the nodes in a contribution. @param symbol that of the upstream gradient, such as `∂L/∂y`. */
  symbolTerms(upstream: NodeId, symbol: string): Abbreviate {
    const term = { text: withTone('gradient', symbol), precedence: Precedence.power };
    return (node) => (node === upstream ? term : this.#terms.symbolTerm(node));
  }

  #numberTerms(upstream: NodeId): Abbreviate {
    return (node) => {
      const term = this.#terms.numberTerm(node);
      return term && node === upstream ? { ...term, text: withTone('gradient', termText(term)) } : term;
    };
  }
}

function parenthesizeName({ text, precedence }: Name): string {
  return precedence === Precedence.atom ? text : `(${text})`;
}
