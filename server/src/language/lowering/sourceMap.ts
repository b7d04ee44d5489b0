/** Source map of a program: the expression that each node was created for, and the regions that were inlined. */

import type { NodeId, NodeRange, Program } from '../../engine/ir/program.ts';
import type { Module } from '../names/modules/module.ts';
import type { Definition, Expression, ForStatement, FunctionDefinition } from '../syntax/ast.ts';

/** The source of a region: a call of a function, a gradient expression, a step of a block, or a const of another file. */
export type RegionSource =
  | {
      readonly kind: 'call';
      /** The call, with its index in its file. */
      readonly expression: Expression;
      readonly expressionIndex: number;
      readonly definition: FunctionDefinition;
    }
  | { readonly kind: 'gradient'; readonly expression: Expression; readonly expressionIndex: number }
  /** A step of a block, with an expression of its head. */
  | {
      readonly kind: 'step';
      readonly statement: ForStatement;
      readonly expressionIndex: number;
      readonly step: number;
    }
  | { readonly kind: 'const'; readonly definition: Definition };

/** A range of nodes with a common source. Regions nest. */
export interface InlinedRegion {
  readonly source: RegionSource;
  /** The file that contains the expressions of its nodes; for a call that of the function. */
  readonly module: Module;
  readonly first: NodeId;
  /** Exclusive. */
  readonly end: NodeId;
  /** The resulting node, which may precede the region; undefined where lowering failed. */
  readonly result?: NodeId | undefined;
}

/** Initial capacity in nodes, and the spare capacity on top of the length of a previous version. */
const initialCapacity = 256;

type OpenRegion = { -readonly [Key in keyof InlinedRegion]: InlinedRegion[Key] };

export class SourceMap {
  /** In order of their first node, outer regions first. */
  readonly #regions: OpenRegion[] = [];
  readonly #program: Program;
  /** The index of the expression of each node, in the tree of its file; −1 for none. */
  #expressionIndices: Int32Array;
  /** The number of nodes recorded. */
  #recordedLength = 0;

  /** @param previous the source map of a model with about as many nodes. */
  constructor(program: Program, previous?: SourceMap) {
    this.#expressionIndices = new Int32Array(previous ? previous.#recordedLength + initialCapacity : initialCapacity);
    this.#program = program;
  }

  get regions(): readonly InlinedRegion[] {
    return this.#regions;
  }

  /**
   * The index of the expression that a node was created for, if any. The index is into the tree of the file of the
   * innermost region, or of the model outside all regions.
   */
  expressionIndexOf(node: NodeId): number | undefined {
    const index = node < this.#recordedLength ? this.#expressionIndices[node] : -1;
    return index < 0 ? undefined : index;
  }

  /** Records that all nodes since the last call were created for an expression, or for none. */
  record(expressionIndex = -1): void {
    const { length } = this.#program;
    this.#grow(length);
    this.#expressionIndices.fill(expressionIndex, this.#recordedLength, length);
    this.#recordedLength = length;
  }

  /** Copies the entries of nodes reused from a previous version. @param shift added to the expression indices. */
  copyFrom(previous: SourceMap, { first, end }: NodeRange, shift: number): void {
    // The reused nodes are the last ones of the program. Those that were added before without an expression have no entry.
    const start = this.#program.length - (end - first);
    this.#grow(this.#program.length);
    this.#expressionIndices.fill(-1, this.#recordedLength, start);
    const [from, to] = [previous.#expressionIndices, this.#expressionIndices];
    const recordedEnd = Math.max(first, Math.min(end, previous.#recordedLength));
    if (shift === 0) to.set(from.subarray(first, recordedEnd), start);
    else
      for (let node = first; node < recordedEnd; node++)
        to[start + node - first] = from[node] < 0 ? -1 : from[node] + shift;
    to.fill(-1, start + recordedEnd - first, start + end - first);
    this.#recordedLength = this.#program.length;
  }

  #grow(length: number): void {
    if (length <= this.#expressionIndices.length) return;
    const grown = new Int32Array(Math.max(length, 2 * this.#expressionIndices.length));
    grown.set(this.#expressionIndices);
    this.#expressionIndices = grown;
  }

  /** Begins a region with the next node; the returned function ends it with its result. */
  beginRegion(source: RegionSource, module: Module): (result?: NodeId) => void {
    const { length: first } = this.#program;
    const region: OpenRegion = { source, module, first, end: first };
    this.#regions.push(region);
    return (result) => {
      region.end = this.#program.length;
      region.result = result;
    };
  }
}
