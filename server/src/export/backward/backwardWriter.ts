/**
 * Writes expressions as definitions, one per line. Shared or overlong subexpressions are defined on lines of their own
 * first.
 */

import { constant } from '../../engine/ir/constant.ts';
import type { NodeId, Program } from '../../engine/ir/program.ts';
import { elementsOf, type Values } from '../../engine/ir/values.ts';
import { axisOf } from '../../engine/operators/reductions/singleAxis.ts';
import { concat, stack } from '../../engine/operators/shapes/joining.ts';
import { transpose } from '../../engine/operators/shapes/shaping.ts';
import { slice } from '../../engine/operators/shapes/slicing.ts';
import { atom, type Term, termText } from '../../explain/formula.ts';
import type { DeclarationKeyword } from '../namedNodes.ts';
import type { Line } from './alignComments.ts';
import type { BackwardNames } from './backwardNames.ts';
import { expressionTerm } from './expressionTerm.ts';
import { isInputOperator } from './inputOperators.ts';
import { numberTerm, tensorTerm } from './literal.ts';
import type { SimplifiedBackwardPass } from './simplifiedBackwardPass.ts';

/** In UTF-16 units: a longer subexpression gets a line of its own. */
const maxPartLength = 120;

/** An expression of the document. */
export interface WrittenExpression {
  readonly node: NodeId;
  /** The node of the forward pass that it defines, or whose contribution it is. */
  readonly forwardNode: NodeId;
  /** The adjoint that a contribution is computed from; absent in the forward pass. */
  readonly upstream?: NodeId;
}

export class BackwardWriter {
  /** The node whose value each name in the document has. */
  readonly nodes = new Map<string, NodeId>();
  readonly #program: Program;
  readonly #values: Values;
  readonly #simplified: SimplifiedBackwardPass;
  readonly #names: BackwardNames;
  /** Number of uses of each unnamed node. */
  readonly #useCounts = new Map<NodeId, number>();
  /** Nodes whose operands have been counted. */
  readonly #visited = new Set<NodeId>();
  /** Lists that would be parsed differently if written inline. */
  readonly #ambiguousLists = new Set<NodeId>();
  /** Names of lines that `#names` does not cover. */
  readonly #lineNames = new Map<NodeId, string>();

  /** @param roots all expressions that will be defined. */
  constructor(
    program: Program,
    values: Values,
    simplified: SimplifiedBackwardPass,
    names: BackwardNames,
    roots: readonly WrittenExpression[],
  ) {
    this.#program = program;
    this.#values = values;
    this.#simplified = simplified;
    this.#names = names;
    for (const root of roots) this.#countUses(root);
  }

  /** The line that defines a name, preceded by those of its subexpressions that need one. */
  define(name: string, root: WrittenExpression, comment?: string, keyword: DeclarationKeyword = ''): Line[] {
    const lines: Line[] = [];
    const node = this.#simplified.unwrap(root.node, root.upstream);
    const isOfBackwardPass = root.upstream !== undefined;
    const term =
      (isOfBackwardPass ? this.#atomFor(node, root) : undefined) ?? this.#expression(root, node, keyword, lines);
    lines.push(this.line(name, root.node, termText(term), comment, keyword));
    const canonical = this.#simplified.canonical(node);
    if (isOfBackwardPass && node !== root.upstream && !this.#lineNames.has(canonical))
      this.#lineNames.set(canonical, name);
    return lines;
  }

  /** A line whose text is already written. */
  line(name: string, node: NodeId, text: string, comment?: string, keyword: DeclarationKeyword = ''): Line {
    this.nodes.set(name, node);
    return { text: `${keyword}${keyword && ' '}${name} = ${text}`, ...(comment !== undefined && { comment }) };
  }

  #countUses(root: WrittenExpression): void {
    const unwrapped = this.#simplified.unwrap(root.node, root.upstream);
    const worklist = [unwrapped];
    // Further uses refer to the name that this root defines.
    if (unwrapped !== root.upstream) this.#visited.add(this.#simplified.canonical(unwrapped));
    for (let node = worklist.pop(); node !== undefined; node = worklist.pop()) {
      if (node !== root.forwardNode && this.#atomFor(node, root)) continue;
      for (const operand of this.#simplified.operandsOf(node, root.upstream)) {
        if (this.#atomFor(operand, root)) continue;
        const canonical = this.#simplified.canonical(operand);
        this.#useCounts.set(canonical, (this.#useCounts.get(canonical) ?? 0) + 1);
        if (!this.#visited.has(canonical)) worklist.push(canonical);
        this.#visited.add(canonical);
        if (this.#reinterpretsLists(node) && this.#isList(canonical)) this.#ambiguousLists.add(canonical);
      }
    }
  }

  /** An expression over names. Appends definitions to `lines` for the subexpressions that need one. */
  #expression(root: WrittenExpression, node: NodeId, keyword: DeclarationKeyword, lines: Line[]): Term {
    const terms = new Map<NodeId, Term>();
    const termOf = (operand: NodeId): Term =>
      this.#referenceTo(operand, root) ?? terms.get(this.#simplified.canonical(operand))!;
    const termFor = (part: NodeId): Term =>
      isInputOperator(this.#program.operator(part))
        ? tensorTerm(elementsOf(this.#program, this.#values, part), this.#program.shape(part))
        : expressionTerm(this.#program, part, this.#simplified.operandsOf(part, root.upstream).map(termOf));
    for (const part of this.#partsOf(root, node)) {
      const term = termFor(part);
      const needsLine = this.#isShared(part) || this.#ambiguousLists.has(part) || termText(term).length > maxPartLength;
      if (!needsLine) terms.set(part, term);
      else {
        const name = this.#names.makeName(part, root.upstream === undefined ? part : root.forwardNode);
        lines.push(this.line(name, part, termText(term), undefined, this.#isLiteral(part) ? 'const' : keyword));
        this.#lineNames.set(part, name);
      }
    }
    return termFor(node);
  }

  /** The subexpressions of a node, operands first, without the node itself. */
  #partsOf(root: WrittenExpression, node: NodeId): readonly NodeId[] {
    const parts = new Set<NodeId>();
    const worklist = [node];
    for (let current = worklist.pop(); current !== undefined; current = worklist.pop()) {
      for (const operand of this.#simplified.operandsOf(current, root.upstream)) {
        const canonical = this.#simplified.canonical(operand);
        if (parts.has(canonical) || this.#referenceTo(operand, root)) continue;
        parts.add(canonical);
        worklist.push(canonical);
      }
    }
    return [...parts].sort((a, b) => a - b);
  }

  /** The name or number that refers to a node; undefined if the node has to be computed inline. */
  #referenceTo(node: NodeId, root: WrittenExpression): Term | undefined {
    const written = node === root.upstream ? undefined : this.#lineNames.get(this.#simplified.canonical(node));
    return written === undefined ? this.#atomFor(node, root) : atom(written);
  }

  /** A reference that does not depend on the lines written so far. */
  #atomFor(node: NodeId, { forwardNode, upstream }: WrittenExpression): Term | undefined {
    if (node === upstream) return atom(this.#names.adjointName(forwardNode));
    const name = this.#names.nameOf(this.#simplified.canonical(node));
    if (name !== undefined) return atom(name);
    const value = this.#program.constantValue(node);
    return value === undefined ? undefined : numberTerm(value);
  }

  /** Transposes are repeated inline, as they are short. */
  #isShared(node: NodeId): boolean {
    return (this.#useCounts.get(node) ?? 0) > 1 && this.#program.operator(node) !== transpose;
  }

  #isLiteral(node: NodeId): boolean {
    const operator = this.#program.operator(node);
    return operator === constant || isInputOperator(operator);
  }

  #isList(node: NodeId): boolean {
    return this.#program.shape(node).length > 0 && (this.#isLiteral(node) || this.#program.operator(node) === stack);
  }

  /**
   * True if the operator would misread an inline list: brackets after a list are not an index, and a list of numbers
   * is one tensor, not several.
   */
  #reinterpretsLists(node: NodeId): boolean {
    const operator = this.#program.operator(node);
    if (operator === stack) return axisOf(this.#program.attributes(node), this.#program.shape(node).length) !== 0;
    return operator === slice || operator === concat;
  }
}
