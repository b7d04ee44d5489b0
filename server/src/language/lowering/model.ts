/** The meaning of a file: its program, and the node of each expression and each statement. */

import type { Gradient } from '../../engine/autodiff/differentiate.ts';
import type { Precision } from '../../engine/ir/precision.ts';
import type { NodeId, NodeRange, Program } from '../../engine/ir/program.ts';
import type { Tensor } from '../../engine/ir/tensor.ts';
import type { Optimizer } from '../../engine/training/optimizers.ts';
import type { ResolvedFunction } from '../names/module.ts';
import {
  type Definition,
  type ExpectStatement,
  type Expression,
  type FunctionDefinition,
  rangeIn,
  type Statement,
} from '../syntax/ast.ts';
import type { Range } from '../text/lines.ts';
import { partitionPoint } from '../text/partitionPoint.ts';
import type { SourceMap } from './sourceMap.ts';

export interface Model {
  /** The forward pass, the backward pass of the objective, and the gradients that expressions ask for. */
  readonly program: Program;
  /** The node of each expression, by the index of the expression in the file; −1 if it has none. */
  readonly expressionNodes: Int32Array;
  /** The node of the value that each statement defines, by `statement.id`; −1 if it has none. */
  readonly statementNodes: Int32Array;
  readonly params: readonly Param[];
  readonly paramNodes: readonly NodeId[];
  /** Those whose trained values are kept beside the file. */
  readonly externalParams: readonly Param[];
  /** The samples: each is sliced along its first axis to make a mini-batch. */
  readonly data: readonly DataInput[];
  /** The leaf that counts the draws of random operators such as dropout: 0 unless it is set. Absent where there are none. */
  readonly drawCounter?: NodeId;
  /** Absent without a loss, or while a loss or the picked scalar can't be evaluated. */
  readonly objective?: Objective;
  /** The name of what the user picked to be differentiated instead of the losses. */
  readonly pickedName?: string;
  /** Absent while the file says how to train and it can't be read. */
  readonly training?: TrainingPlan;
  readonly expectations: readonly Expectation[];
  /** Calls of functions in statements of the file, in the order of their nodes, which don't overlap. */
  readonly calls: readonly InlinedCall[];
  /** The source of each node, those made by calls included. */
  readonly sourceMap: SourceMap;
  /** The call whose nodes are those of the expressions in the body of each function. */
  readonly shownCalls: ReadonlyMap<FunctionDefinition, ShownCall>;
  /** Whether all values fit into memory; otherwise nothing may be evaluated. */
  readonly fitsMemory: boolean;
  /** The first node of each top-level statement, by statement index; the last entry is the end of the last one. */
  readonly firstNodes: Int32Array;
  readonly reuseInfo: ReuseInfo;
}

/** The nodes that the next version may reuse. */
export interface ReuseInfo {
  /** By statement index, 1 if its nodes depend on nothing but its text and the values that it names. */
  readonly isReusable: Uint8Array;
  /** The backward pass of the objective. */
  readonly backwardPass?: NodeRange;
}

export interface Param {
  /** Its full name: `x`, or of one that a call made `net.h1.W`. */
  readonly name: string;
  readonly node: NodeId;
  /** The statement of the file that defines it, or whose calls made it. */
  readonly statement: Statement;
  /** The definition whose text is its store; absent where its trained values are kept beside the file. */
  readonly source?: Definition;
  /** Whether its value comes from training and is not in the text. */
  readonly isTrained?: boolean;
}

/** Trained values of params that are not written out, by their full names. */
export type TrainedValues = ReadonlyMap<string, Tensor>;

export interface DataInput {
  readonly name: string;
  readonly node: NodeId;
}

/** The sum of all losses, or what the user picked, and its backward pass with respect to the params. */
export interface Objective {
  /** `L`, or `(L1 + L2)` where there are several losses. */
  readonly label: string;
  readonly gradient: Gradient;
}

export interface TrainingPlan {
  readonly optimizer: Optimizer;
  /** The hyperparameters that the file gives; the others have their defaults. */
  readonly hyperparameters: ReadonlyMap<string, Hyperparameter>;
  readonly schedule: Schedule;
}

/** The order in which `Train` uses the samples. */
export interface Schedule {
  /** Samples a step; all of them where absent. */
  readonly batch?: number;
  /** The number of passes over the samples; absent where the file doesn't say. */
  readonly epochs?: number;
  /** The seed of the order of the samples, and of random params. */
  readonly seed: number;
  /** The share of samples that training never sees, and by which it is judged. */
  readonly holdout: number;
  /** The precision of training steps. */
  readonly precision: Precision;
}

export interface Hyperparameter {
  readonly node: NodeId;
  readonly range: Range;
}

/** An `expect` statement, element by element: it holds where the difference is within the tolerance. */
export interface Expectation {
  readonly statement: ExpectStatement;
  /** Both sides, in the shape that they broadcast to. */
  readonly left: NodeId;
  readonly right: NodeId;
  /** |left − right|. */
  readonly difference: NodeId;
  /** The tolerance: a scalar where it is absolute, a tensor where it is relative to the larger side. */
  readonly tolerance: NodeId;
}

export interface InlinedCall {
  readonly call: Expression & { readonly kind: 'call' };
  /** The statement that contains it. */
  readonly statement: Statement;
  readonly function: ResolvedFunction;
  /** The first of the nodes that its body made, those of inner calls included. */
  readonly first: NodeId;
  /** The first node behind them. */
  readonly end: NodeId;
}

export interface ShownCall {
  /** The call in a statement of the file that it is, or is a part of. */
  readonly call: InlinedCall;
  /** The prefix of the names of the params that it made. */
  readonly path: string;
}

/** The node of an index in one of the model's arrays, or undefined. */
export function nodeAt(nodes: Int32Array, index: number): NodeId | undefined {
  const node = nodes[index] ?? -1;
  return node < 0 ? undefined : node;
}

/** The call in a statement of the file whose body made a node, or undefined. */
export function enclosingCall({ calls }: Model, node: NodeId): InlinedCall | undefined {
  const candidate = calls[partitionPoint(calls, ({ first }) => first > node) - 1];
  return candidate && node < candidate.end ? candidate : undefined;
}

/** The range of a param: the name in its own statement, or in the one whose calls made it. */
export function rangeOfParam({ statement }: Param): Range {
  return 'name' in statement && statement.name ? rangeIn(statement, statement.name) : statement;
}
