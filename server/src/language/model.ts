/** What a file means: its program, and which node of it each expression and each statement is. */

import type { Gradient } from '../engine/differentiate.ts';
import type { Optimizer } from '../engine/optimize.ts';
import type { NodeId, Program } from '../engine/program.ts';
import type { Definition, Expectation, Expression } from './tree.ts';

export interface Model {
  /** The forward pass, the reverse pass of the objective, and the gradients that expressions ask for. */
  readonly program: Program;
  /** The node of each expression, by its index; −1 where it has none. */
  readonly expressionNodes: Int32Array;
  /** The node that holds what each statement defines, by its index; −1 where it has none. */
  readonly statementNodes: Int32Array;
  readonly params: readonly Param[];
  /** What the gradients are of; absent without a loss, or while one of the losses can't be evaluated. */
  readonly objective?: Objective;
  /** Absent while the file says how to train and it can't be read. */
  readonly training?: TrainingPlan;
  readonly claims: readonly Claim[];
  /** Whether all values have room in memory; else nothing may be evaluated. */
  readonly fitsMemory: boolean;
}

export interface Param {
  readonly statement: Definition;
  readonly node: NodeId;
}

/** The sum of all losses, and its reverse pass with respect to the params. */
export interface Objective {
  /** `L`, or `(L1 + L2)` where there are several. */
  readonly label: string;
  readonly gradient: Gradient;
}

export interface TrainingPlan {
  readonly optimizer: Optimizer;
  /** The hyperparameters that the file gives; the others have their defaults. */
  readonly hyperparameters: ReadonlyMap<string, Hyperparameter>;
}

export interface Hyperparameter {
  readonly node: NodeId;
  readonly expression: Expression;
}

/** What an `expect` compares, element by element: it holds where the difference is at most what is allowed. */
export interface Claim {
  readonly statement: Expectation;
  /** Both sides, in the shape that they broadcast to. */
  readonly left: NodeId;
  readonly right: NodeId;
  /** |left − right|. */
  readonly difference: NodeId;
  /** The tolerance: a scalar where it is absolute, a tensor where it is relative to the larger side. */
  readonly allowed: NodeId;
}

/** The node of an index in one of the model's arrays, or undefined. */
export function nodeAt(nodes: Int32Array, index: number): NodeId | undefined {
  const node = nodes[index] ?? -1;
  return node < 0 ? undefined : node;
}
