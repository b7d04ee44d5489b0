/** Writes expressions of a reverse pass as lines that define names: what is used twice, or is too long, gets a line of its own before. */

import type { NodeId, Program } from '../engine/ir/program.ts';
import { concat, stack } from '../engine/operators/layout/joining.ts';
import { transpose } from '../engine/operators/layout/shaping.ts';
import { slice } from '../engine/operators/layout/slicing.ts';
import { constant, constantNumber, leaf } from '../engine/operators/leaves.ts';
import { axisOf } from '../engine/operators/reductions/oneAxis.ts';
import { elementsOf, type Values } from '../engine/runtime/execute.ts';
import { atom, type Term, written } from '../explain/formula.ts';
import type { BackwardNames } from './backwardNames.ts';
import type { Line } from './lines.ts';
import { numberTerm, tensorTerm } from './literal.ts';
import type { ReversePass } from './reversePass.ts';
import { sourceTerm } from './source.ts';
import type { Keyword } from './sourceStatements.ts';

/** In UTF-16 units: a longer part of an expression gets a line of its own. */
const longestPart = 120;

/** An expression of the document. */
export interface Root {
  readonly node: NodeId;
  /** The node of the forward pass that it defines, or that hands it back. */
  readonly place: NodeId;
  /** The adjoint that it hands back. */
  readonly upstream?: NodeId;
}

export class BackwardWriter {
  /** The node that each name of the document has the value of. */
  readonly nodes = new Map<string, NodeId>();
  readonly #program: Program;
  readonly #values: Values;
  readonly #pass: ReversePass;
  readonly #names: BackwardNames;
  /** How often each node without a name is used. */
  readonly #uses = new Map<NodeId, number>();
  /** Those whose operands are counted. */
  readonly #counted = new Set<NodeId>();
  /** Lists that stand where the language reads a list otherwise. */
  readonly #misread = new Set<NodeId>();
  /** The names of lines that the names of the forward pass don't tell of. */
  readonly #written = new Map<NodeId, string>();

  /** @param roots everything that will be defined. */
  constructor(program: Program, values: Values, pass: ReversePass, names: BackwardNames, roots: readonly Root[]) {
    this.#program = program;
    this.#values = values;
    this.#pass = pass;
    this.#names = names;
    for (const root of roots) this.#countUses(root);
  }

  /** The line that defines a name, after those of its parts that need one. */
  define(name: string, root: Root, comment?: string, keyword: Keyword = ''): Line[] {
    const lines: Line[] = [];
    const node = this.#pass.bare(root.node, root.upstream);
    const isOfReversePass = root.upstream !== undefined;
    const term = (isOfReversePass ? this.#atom(node, root) : undefined) ?? this.#expression(root, node, keyword, lines);
    lines.push(this.line(name, root.node, written(term), comment, keyword));
    const same = this.#pass.same(node);
    if (isOfReversePass && node !== root.upstream && !this.#written.has(same)) this.#written.set(same, name);
    return lines;
  }

  /** A line whose text is written elsewhere. */
  line(name: string, node: NodeId, text: string, comment?: string, keyword: Keyword = ''): Line {
    this.nodes.set(name, node);
    return { text: `${keyword}${keyword && ' '}${name} = ${text}`, ...(comment !== undefined && { comment }) };
  }

  #countUses(root: Root): void {
    const bare = this.#pass.bare(root.node, root.upstream);
    const open = [bare];
    // Where it is used again, it is called by the name that this root defines.
    if (bare !== root.upstream) this.#counted.add(this.#pass.same(bare));
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node !== root.place && this.#atom(node, root)) continue;
      for (const operand of this.#pass.operandsOf(node, root.upstream)) {
        if (this.#atom(operand, root)) continue;
        const same = this.#pass.same(operand);
        this.#uses.set(same, (this.#uses.get(same) ?? 0) + 1);
        if (!this.#counted.has(same)) open.push(same);
        this.#counted.add(same);
        if (this.#readsLists(node) && this.#isList(same)) this.#misread.add(same);
      }
    }
  }

  /** An expression over names: its parts that need a line are added to the lines. */
  #expression(root: Root, node: NodeId, keyword: Keyword, lines: Line[]): Term {
    const terms = new Map<NodeId, Term>();
    const termOf = (operand: NodeId): Term => this.#known(operand, root) ?? terms.get(this.#pass.same(operand))!;
    const write = (part: NodeId): Term =>
      this.#program.operator(part) === leaf
        ? tensorTerm(elementsOf(this.#program, this.#values, part), this.#program.shape(part))
        : sourceTerm(this.#program, part, this.#pass.operandsOf(part, root.upstream).map(termOf));
    for (const part of this.#partsOf(root, node)) {
      const term = write(part);
      const needsLine = this.#isShared(part) || this.#misread.has(part) || written(term).length > longestPart;
      if (!needsLine) terms.set(part, term);
      else {
        const name = this.#names.make(part, root.upstream === undefined ? part : root.place);
        lines.push(this.line(name, part, written(term), undefined, this.#isGiven(part) ? 'const' : keyword));
        this.#written.set(part, name);
      }
    }
    return write(node);
  }

  /** The nodes that an expression is made of, without its own, operands first. */
  #partsOf(root: Root, node: NodeId): readonly NodeId[] {
    const parts = new Set<NodeId>();
    const open = [node];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const operand of this.#pass.operandsOf(next, root.upstream)) {
        const same = this.#pass.same(operand);
        if (parts.has(same) || this.#known(operand, root)) continue;
        parts.add(same);
        open.push(same);
      }
    }
    return [...parts].sort((a, b) => a - b);
  }

  /** What stands for a node without being worked out: a name, or a number. */
  #known(node: NodeId, root: Root): Term | undefined {
    const written = node === root.upstream ? undefined : this.#written.get(this.#pass.same(node));
    return written === undefined ? this.#atom(node, root) : atom(written);
  }

  /** The same, as far as it is known before anything is written. */
  #atom(node: NodeId, { place, upstream }: Root): Term | undefined {
    if (node === upstream) return atom(this.#names.ofAdjoint(place));
    const name = this.#names.of(this.#pass.same(node));
    if (name !== undefined) return atom(name);
    const value = constantNumber(this.#program, node);
    return value === undefined ? undefined : numberTerm(value);
  }

  /** Turned axes read well wherever they stand. */
  #isShared(node: NodeId): boolean {
    return (this.#uses.get(node) ?? 0) > 1 && this.#program.operator(node) !== transpose;
  }

  #isGiven(node: NodeId): boolean {
    const operator = this.#program.operator(node);
    return operator === constant || operator === leaf;
  }

  #isList(node: NodeId): boolean {
    return this.#program.shape(node).length > 0 && (this.#isGiven(node) || this.#program.operator(node) === stack);
  }

  /** Brackets behind a list are no index, and a list of numbers is one tensor, not many. */
  #readsLists(node: NodeId): boolean {
    const operator = this.#program.operator(node);
    if (operator === stack) return axisOf(this.#program.attributes(node), this.#program.shape(node).length) !== 0;
    return operator === slice || operator === concat;
  }
}
