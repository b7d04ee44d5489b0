/** The frame in which expressions are lowered, for a file or one call of a function: the nodes of its expressions and names. */

import type { BackwardPass } from '../../../engine/autodiff/differentiate.ts';
import type { NodeId } from '../../../engine/ir/program.ts';
import { isModelFile, type Module } from '../../names/modules/module.ts';
import { problem } from '../../problems/problems.ts';
import {
  type Expression,
  indexIn,
  isValueDefinition,
  type RelativeRange,
  rangeIn,
  roleOf,
  type Span,
  type Statement,
  type StatementOrigin,
} from '../../syntax/ast.ts';
import type { Range } from '../../text/lines.ts';
import { Recurrences } from '../blocks/recurrences.ts';
import type { LoweringFailure, NodeResult } from '../checkedBuilder.ts';
import { nodeAt } from '../model.ts';

/** The statement of the file on whose behalf expressions are lowered, be they its own or those of a function that it calls. */
export interface StatementContext {
  readonly statement: Statement;
  /** The prefix of the names of params that calls create, such as `net.h1`; empty if they may create none. */
  readonly paramPrefix: string;
  /** The backward pass of the objective, which gradient expressions reuse; absent in statements lowered before it exists. */
  readonly objectiveBackwardPass?: BackwardPass | undefined;
  /** True at the second and later steps of a block: its params exist, and are shared. */
  readonly isLaterStep?: boolean;
}

/** Lowers the expressions of a span in a frame. Stops at the first failure and returns it. */
export type LowerExpressions = (
  span: Span & StatementOrigin,
  frame: Frame,
  context: StatementContext,
) => LoweringFailure | undefined;

export class Frame {
  readonly module: Module;
  /** For a call, the frame of the file that defines the function. */
  readonly #fileFrame: Frame | undefined;
  /** The node of each expression from the first one on; −1 if it has none. */
  readonly #nodes: Int32Array;
  readonly #firstExpression: number;
  readonly #values = new Map<string, NodeId>();
  /** The recurrences of the block that is being lowered. */
  readonly recurrences = new Recurrences();
  #statementNodes: Int32Array | undefined;
  /** The base of the statement that was entered last, which expressions of this frame are relative to. */
  #base: StatementOrigin = { baseOffset: 0, baseIndex: 0 };
  /** The prefix of the names of params created here, such as `net.h1`. Empty in a file, or if none may be created. */
  readonly paramPrefix: string;
  /** The depth of the call. */
  readonly depth: number;
  /** The calls that led here, such as `/12/7`: the index of each in its file, after the name of an imported file. */
  readonly callPath: string;

  private constructor(
    module: Module,
    nodes: Int32Array,
    first: number,
    paramPrefix: string,
    depth: number,
    callPath: string,
    fileFrame?: Frame,
  ) {
    this.module = module;
    this.#nodes = nodes;
    this.#firstExpression = first;
    this.paramPrefix = paramPrefix;
    this.depth = depth;
    this.callPath = callPath;
    this.#fileFrame = fileFrame;
  }

  static ofFile(module: Module): Frame {
    const callPath = isModelFile(module) ? '' : module.name;
    return new Frame(module, new Int32Array(module.tree.expressionCount).fill(-1), 0, '', 0, callPath);
  }

  /** @param statementNodes the node of each statement of the model, in which its names are looked up. */
  static ofModel(module: Module, statementNodes: Int32Array): Frame {
    const frame = Frame.ofFile(module);
    frame.#statementNodes = statementNodes;
    return frame;
  }

  /** The frame of a call in this frame, with a slot for each expression of the function. */
  ofCall(call: Expression, fileFrame: Frame, { firstExpression, endExpression }: Span, paramPrefix: string): Frame {
    return new Frame(
      fileFrame.module,
      new Int32Array(endExpression - firstExpression).fill(-1),
      firstExpression,
      paramPrefix,
      this.depth + 1,
      this.pathOfCall(call),
      fileFrame,
    );
  }

  /** The calls that lead to the body of a call in this frame, see `callPath`. */
  pathOfCall(call: Expression): string {
    return `${this.callPath}/${indexIn(this.#base, call)}`;
  }

  /** The nodes of all expressions of a file. */
  get expressionNodes(): Int32Array {
    return this.#nodes;
  }

  /** Enters a statement, to which subsequent expressions and ranges are relative. */
  enter(base: StatementOrigin): void {
    this.#base = base;
  }

  get base(): StatementOrigin {
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

  /** Copies the nodes of this call to the frame of the file, so that its numbers are shown in the function. */
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

  /** The node of a name. In an imported file only consts have nodes; other values are a problem. */
  resolveName(name: string, range: RelativeRange): NodeResult {
    const node = this.valueOf(name);
    if (node !== undefined || isModelFile(this.module)) return node;
    const definition = this.module.names.definitions.get(name);
    if (definition === undefined || !isValueDefinition(definition) || definition.kind === 'const') return undefined;
    return problem('not-importable', this.rangeOf(range), name, roleOf(definition), this.module.name);
  }

  /** True if a name is defined in this frame itself, not in that of the file. */
  hasLocal(name: string): boolean {
    return this.#values.has(name);
  }

  define(name: string, node: NodeId): void {
    this.#values.set(name, node);
  }

  /** Removes a name that the current step of a block does not define. */
  undefine(name: string): void {
    this.#values.delete(name);
  }

  /** The full name of a definition in this frame, such as `net.h1.W`. Undefined in a call that may not create params. */
  fullName(name: string): string | undefined {
    if (this.#fileFrame === undefined) return name;
    return this.paramPrefix === '' ? undefined : `${this.paramPrefix}.${name}`;
  }
}
