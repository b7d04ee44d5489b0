/** Where expressions are lowered: a file, or one call of a function, with the nodes of what has been lowered there. */

import type { NodeId } from '../engine/program.ts';
import type { Unusable } from './builder.ts';
import type { Module } from './modules.ts';
import { problem } from './problems.ts';
import { type Expression, type Identifier, isNaming, roleOf } from './tree.ts';

export class Frame {
  readonly module: Module;
  /** The frame of the file that a function stands in. */
  readonly #file: Frame | undefined;
  /** The node of each expression from the first one on; −1 where it has none. */
  readonly #nodes: Int32Array;
  readonly #first: number;
  readonly #values = new Map<string, NodeId>();
  /** How the params that are made here are called, before their own names: `net.h1`. Empty in a file. */
  readonly path: string;
  /** How many calls lead here. */
  readonly depth: number;

  private constructor(module: Module, nodes: Int32Array, first: number, path: string, depth: number, file?: Frame) {
    this.module = module;
    this.#nodes = nodes;
    this.#first = first;
    this.path = path;
    this.depth = depth;
    this.#file = file;
  }

  static ofFile(module: Module): Frame {
    return new Frame(module, new Int32Array(module.tree.expressions.length).fill(-1), 0, '', 0);
  }

  /** A call of a function whose expressions are those of this span. */
  static ofCall(file: Frame, { first, last }: { first: number; last: number }, path: string, depth: number): Frame {
    return new Frame(file.module, new Int32Array(last - first).fill(-1), first, path, depth, file);
  }

  /** The nodes of all expressions of a file. */
  get expressionNodes(): Int32Array {
    return this.#nodes;
  }

  nodeOf({ index }: Pick<Expression, 'index'>): NodeId {
    return this.#nodes[index - this.#first];
  }

  setNode({ index }: Expression, node: NodeId): void {
    this.#nodes[index - this.#first] = node;
    // Of several calls the first one is shown where the function is written.
    if (this.#file && this.#file.#nodes[index] < 0) this.#file.#nodes[index] = node;
  }

  valueOf(name: string): NodeId | undefined {
    return this.#values.get(name) ?? this.#file?.valueOf(name);
  }

  /** Of a file that is imported, the statements other than consts are not read; in the model itself, what is wrong is said where a name is defined. */
  whyMissing(identifier: Identifier): Unusable {
    const definition = this.module.path === '' ? undefined : this.module.names.definitions.get(identifier.name);
    if (definition === undefined || !isNaming(definition) || definition.kind === 'const') return undefined;
    return problem('not-imported', identifier, identifier.name, roleOf(definition));
  }

  define(name: string, node: NodeId): void {
    this.#values.set(name, node);
  }
}
