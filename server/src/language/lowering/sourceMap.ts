/** Where the nodes of a program come from: the expression that each was made for, and the runs of nodes that belong together. */

import type { NodeId, Program, Stretch } from '../../engine/ir/program.ts';
import type { Module } from '../names/modules.ts';
import type { Definition, Expression, FunctionDefinition } from '../syntax/tree.ts';

/** What makes a run of nodes: a call of a function, a gradient that an expression asks for, or a const of another file. */
export type Maker =
  | {
      readonly kind: 'call';
      readonly call: Expression & { readonly kind: 'call' };
      readonly definition: FunctionDefinition;
    }
  | { readonly kind: 'gradient'; readonly gradient: Expression & { readonly kind: 'gradient' } }
  | { readonly kind: 'const'; readonly definition: Definition };

/** A run of nodes, with those of other parts inside of it. */
export interface Part {
  readonly maker: Maker;
  /** The file in which the expressions stand that its nodes were made for: of a call the one of the function. */
  readonly module: Module;
  readonly first: NodeId;
  /** The first node behind it. */
  readonly end: NodeId;
  /** What the run was made for, as what a call returns, which may stand before it; undefined where that failed. */
  readonly result?: NodeId | undefined;
}

/** For how many nodes there is room before it is known how many there are, or behind those that there were. */
const room = 256;

type OpenPart = { -readonly [Key in keyof Part]: Part[Key] };

export class Origins {
  /** In the order in which they begin, outer ones first. They nest. */
  readonly #parts: OpenPart[] = [];
  readonly #program: Program;
  /** The place of the expression that each node was made for, in the tree of its file; −1 where there is none. */
  #expressions: Int32Array;
  /** How many nodes it is known of. */
  #known = 0;

  /** @param earlier of a model that has about as many nodes. */
  constructor(program: Program, earlier?: Origins) {
    this.#expressions = new Int32Array(earlier ? earlier.#known + room : room);
    this.#program = program;
  }

  get parts(): readonly Part[] {
    return this.#parts;
  }

  /**
   * The place of the expression that a node was made for; undefined where it was made for none. It stands in the tree of the
   * innermost part's file, and outside of all parts in that of the model.
   */
  expressionAt(node: NodeId): number | undefined {
    const index = node < this.#known ? this.#expressions[node] : -1;
    return index < 0 ? undefined : index;
  }

  /** All nodes since the last ones that were told of were made for this expression, or without one for none. */
  made(expression?: Pick<Expression, 'index'>): void {
    const { length } = this.#program;
    this.#makeRoom(length);
    this.#expressions.fill(expression?.index ?? -1, this.#known, length);
    this.#known = length;
  }

  /** The last nodes are those of a stretch of an earlier version, whose expressions stood further up or down. */
  take(earlier: Origins, { first, end }: Stretch, shift: number): void {
    const start = this.#program.length - (end - first);
    this.#makeRoom(this.#program.length);
    this.#expressions.fill(-1, this.#known, start);
    const [from, to] = [earlier.#expressions, this.#expressions];
    const known = Math.max(first, Math.min(end, earlier.#known));
    if (shift === 0) to.set(from.subarray(first, known), start);
    else
      for (let node = first; node < known; node++) to[start + node - first] = from[node] < 0 ? -1 : from[node] + shift;
    to.fill(-1, start + known - first, start + end - first);
    this.#known = this.#program.length;
  }

  #makeRoom(length: number): void {
    if (length <= this.#expressions.length) return;
    const longer = new Int32Array(Math.max(length, 2 * this.#expressions.length));
    longer.set(this.#expressions);
    this.#expressions = longer;
  }

  /** A part begins with the next node; what is returned ends it, and takes what it came to. */
  begin(maker: Maker, module: Module): (result?: NodeId) => void {
    const { length: first } = this.#program;
    const part: OpenPart = { maker, module, first, end: first };
    this.#parts.push(part);
    return (result) => {
      part.end = this.#program.length;
      part.result = result;
    };
  }
}
