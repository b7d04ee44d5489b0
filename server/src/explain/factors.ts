/** What flows back from a node to its operands as `upstream × local`: in symbols, and in numbers where all of it is scalar. */

import { showNumber } from '../display/numbers.ts';
import { adjointOf, contributionOf } from '../engine/autodiff/differentiate.ts';
import type { NodeId, Program } from '../engine/ir/program.ts';
import { constantNumber } from '../engine/operators/leaves.ts';
import type { Objective } from '../language/lowering/model.ts';
import { bindings } from '../language/syntax/precedence.ts';
import { atom, type Leaf, type Term, termOf, within, written } from './formula.ts';
import type { Leaves, Name } from './leaves.ts';
import { localTerm, localValue } from './local.ts';
import { inTone, type Parts, toned } from './toned.ts';

/** The factor beside the upstream gradient. */
interface Local {
  readonly symbols: Term;
  /** Absent where not all of it is scalar. */
  readonly numbers: Term | undefined;
}

/** A formula that is longer shows its value alone. */
export const longestFormula = 40;

export class Factors {
  readonly #program: Program;
  readonly #objective: Objective;
  readonly #leaves: Leaves;

  constructor(objective: Objective, leaves: Leaves) {
    this.#program = leaves.program;
    this.#objective = objective;
    this.#leaves = leaves;
  }

  /** `∂L/∂q`, `∂L/∂(target - f)`. */
  symbolOf(node: NodeId): string {
    const { label, gradient } = this.#objective;
    const name = this.#leaves.names.get(node);
    if (name === undefined) return node === gradient.root ? `∂${label}/∂${label}` : '∂';
    return `∂${label}/∂${bracketed(name)}`;
  }

  /** `∂f/∂q`. */
  partial(node: NodeId, operand: NodeId): string {
    const [above, below] = [node, operand].map((part) => this.#leaves.names.get(part));
    return `∂${above ? bracketed(above) : this.#objective.label}/∂${below ? bracketed(below) : ''}`;
  }

  /**
   * What flows back to an operand as the same product twice, `∂L/∂f · z` and `−4 · −4`; of tensors in symbols alone, and
   * none of a number that says itself.
   * @param called the node whose gradient the consumer's is, where it has no name of its own.
   */
  productsOf(consumer: NodeId, position: number, called = consumer): Parts[] {
    const { gradient } = this.#objective;
    const flow = contributionOf(gradient, this.#program, consumer, position);
    const upstream = adjointOf(gradient, consumer);
    if (flow === undefined || upstream === undefined) return [];
    const symbol = this.symbolOf(called);
    const local = this.local(flow, upstream);
    if (local === undefined) return this.formulaOf(flow, upstream, symbol);
    const times = (text: string, factor: Term): Parts =>
      toned`${inTone('gradient', text)} · ${within(bindings.product, factor)}`;
    const inSymbols = times(symbol, local.symbols);
    return local.numbers ? [inSymbols, times(this.#leaves.number(upstream), local.numbers)] : [inSymbols];
  }

  /** The factor beside the upstream gradient; undefined where what flows back is no such product. */
  local(flow: NodeId, upstream: NodeId): Local | undefined {
    const symbols = localTerm(this.#program, flow, upstream, this.#symbols(upstream, this.#objective.label));
    if (symbols === undefined) return undefined;
    const isScalar = this.#program.operands(flow).every((operand) => this.#program.shape(operand).length === 0);
    if (!isScalar) return { symbols, numbers: undefined };
    const numbers = localTerm(this.#program, flow, upstream, this.#numerals(upstream))!;
    if (written(symbols).length <= longestFormula) return { symbols, numbers };
    const value = localValue(this.#program, flow, upstream, (node) => this.#leaves.elements(node)[0]);
    const number = atom(inTone('value', showNumber(value, this.#leaves.digits)));
    return { symbols: number, numbers: number };
  }

  /** How what flows back is computed, `X.T @ ∂L/∂y`: one formula, or none of a number that says itself. */
  formulaOf(flow: NodeId, upstream: NodeId, symbol: string): Parts[] {
    if (constantNumber(this.#program, flow) !== undefined) return [];
    const symbols = this.#symbols(upstream, symbol);
    return [termOf(this.#program, flow, (part) => (part === flow ? undefined : symbols(part))).parts];
  }

  #symbols(upstream: NodeId, symbol: string): Leaf {
    const term = { parts: inTone('gradient', symbol), binding: bindings.power };
    return (node) => (node === upstream ? term : this.#leaves.symbol(node));
  }

  #numerals(upstream: NodeId): Leaf {
    return (node) => {
      const term = this.#leaves.numeral(node);
      return term && node === upstream ? { ...term, parts: inTone('gradient', written(term)) } : term;
    };
  }
}

function bracketed({ text, binding }: Name): string {
  return binding === bindings.atom ? text : `(${text})`;
}
