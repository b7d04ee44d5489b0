/** A frame in which expressions are lowered, a file or one call of a function, with the nodes of its expressions. */

import type { NodeId } from '../../engine/ir/program.ts';
import type { Module } from '../names/module.ts';
import { problem } from '../problems/problems.ts';
import {
  type Base,
  type Expression,
  indexIn,
  isValueDefinition,
  type RelativeRange,
  rangeIn,
  roleOf,
  type Span,
} from '../syntax/ast.ts';
import type { Range } from '../text/lines.ts';
import type { LoweringFailure, NodeResult } from './checkedBuilder.ts';
import { nodeAt } from './model.ts';

/** Makes nodes of the expressions of a span in a frame; returns the failure of the first that has no node. */
export type LowerExpressions = (span: Span & Base, frame: Frame) => LoweringFailure | undefined;

export class Frame {
  readonly module: Module;
  /** The frame of the file that contains the function; undefined for the frame of a file. */
  readonly #fileFrame: Frame | undefined;
  /** The node of each expression from the first one on; −1 where it has none. */
  readonly #nodes: Int32Array;
  readonly #firstExpression: number;
  readonly #values = new Map<string, NodeId>();
  #statementNodes: Int32Array | undefined;
  /** The base of the statement that is being lowered. */
  #base: Base = { baseOffset: 0, baseIndex: 0 };
  /** The prefix of the names of params made here: `net.h1`. Empty in a file, and where none may be made. */
  readonly path: string;
  /** The depth of the call. */
  readonly depth: number;

  private constructor(
    module: Module,
    nodes: Int32Array,
    first: number,
    path: string,
    depth: number,
    fileFrame?: Frame,
  ) {
    this.module = module;
    this.#nodes = nodes;
    this.#firstExpression = first;
    this.path = path;
    this.depth = depth;
    this.#fileFrame = fileFrame;
  }

  static ofFile(module: Module): Frame {
    return new Frame(module, new Int32Array(module.tree.expressionCount).fill(-1), 0, '', 0);
  }

  /** @param statementNodes the node of what each statement of the model defines; those of its names are looked up there. */
  static ofModel(module: Module, statementNodes: Int32Array): Frame {
    const frame = Frame.ofFile(module);
    frame.#statementNodes = statementNodes;
    return frame;
  }

  /** A call of a function whose expressions are those of this span. */
  static ofCall(fileFrame: Frame, { firstExpression, endExpression }: Span, path: string, depth: number): Frame {
    return new Frame(
      fileFrame.module,
      new Int32Array(endExpression - firstExpression).fill(-1),
      firstExpression,
      path,
      depth,
      fileFrame,
    );
  }

  /** The nodes of all expressions of a file. */
  get expressionNodes(): Int32Array {
    return this.#nodes;
  }

  /** Begins a statement: expressions and ranges given from here on are inside of it. */
  enter(base: Base): void {
    this.#base = base;
  }

  get base(): Base {
    return this.#base;
  }

  rangeOf(range: RelativeRange): Range {
    return rangeIn(this.#base, range);
  }

  nodeOf(expression: Expression): NodeId {
    return this.#nodes[indexIn(this.#base, expression) - this.#firstExpression];
  }

  setNode(expression: Expression, node: NodeId): void {
    this.#nodes[indexIn(this.#base, expression) - this.#firstExpression] = node;
  }

  /** Makes this call the one whose nodes are shown where the function is written. */
  showInFile(): void {
    if (this.#fileFrame) this.#fileFrame.#nodes.set(this.#nodes, this.#firstExpression);
  }

  valueOf(name: string): NodeId | undefined {
    return this.#values.get(name) ?? this.#fileFrame?.valueOf(name) ?? this.#definedValue(name);
  }

  #definedValue(name: string): NodeId | undefined {
    const definition = this.#statementNodes && this.module.names.definitions.get(name);
    return definition && nodeAt(this.#statementNodes!, definition.id);
  }

  /** The node of a name; of another file only the consts have one here. */
  resolveName(name: string, range: RelativeRange): NodeResult {
    const node = this.valueOf(name);
    if (node !== undefined || this.module.path === '') return node;
    const definition = this.module.names.definitions.get(name);
    if (definition === undefined || !isValueDefinition(definition) || definition.kind === 'const') return undefined;
    return problem('not-importable', this.rangeOf(range), name, roleOf(definition), this.module.name);
  }

  /** Whether a name has a value here, and not only in the file around. */
  hasLocal(name: string): boolean {
    return this.#values.has(name);
  }

  define(name: string, node: NodeId): void {
    this.#values.set(name, node);
  }

  /** The full name of something defined here: `net.h1.W`. Undefined in a call that may make no params. */
  fullName(name: string): string | undefined {
    if (this.#fileFrame === undefined) return name;
    return this.path === '' ? undefined : `${this.path}.${name}`;
  }
}
