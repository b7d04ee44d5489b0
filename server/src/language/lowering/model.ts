/** A lowered file: its program, and the node of each expression and statement. */

import type { Column, Samples } from '../../data/samples.ts';
import type { BackwardPass } from '../../engine/autodiff/differentiate.ts';
import type { Mode } from '../../engine/ir/mode.ts';
import type { BatchStatistic } from '../../engine/ir/operator.ts';
import type { Precision } from '../../engine/ir/precision.ts';
import type { NodeId, NodeRange, Program } from '../../engine/ir/program.ts';
import type { Shape } from '../../engine/ir/shape.ts';
import type { Tensor } from '../../engine/ir/tensor.ts';
import { conditionName } from '../../engine/training/condition.ts';
import type { CounterLeaves } from '../../engine/training/counters.ts';
import type { Optimizer } from '../../engine/training/optimizers.ts';
import type { ResolvedFunction } from '../names/modules/module.ts';
import {
  type Definition,
  type ExpectStatement,
  type Expression,
  type FunctionDefinition,
  rangeIn,
  type Statement,
  type StepDefinition,
} from '../syntax/ast.ts';
import type { Range } from '../text/lines.ts';
import { partitionPoint } from '../text/partitionPoint.ts';
import type { SplitSettings } from './holdout/sampleSplit.ts';
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
  /** Random params, and those of functions: the text does not hold their values, so training stores them beside the file. */
  readonly paramsOutsideText: readonly Param[];
  /** In the order of the calls that keep them. Training stores their values beside the file. */
  readonly runningStatistics: readonly RunningStatistic[];
  /** The statistics of calls that were lowered for training, by their nodes. */
  readonly runningStatisticsOf: ReadonlyMap<NodeId, readonly RunningStatistic[]>;
  /**
   * The samples, which are sliced along their first axis into mini-batches. In a model that was lowered for a mini-batch,
   * also the consts that have a row for each sample, those of calls by their paths.
   */
  readonly data: readonly DataInput[];
  /** The leaf that counts the draws of random operators such as dropout; 0 unless it is set. Absent without such operators. */
  readonly drawCounter?: NodeId;
  /** The full names of random nodes, on which their numbers depend. */
  readonly drawNames: readonly string[];
  /** The recurrences of the file, with the nodes of their steps. */
  readonly recurrences: readonly StackedSteps[];
  /** Absent if there is no loss, or if a loss or the picked scalar can't be evaluated. */
  readonly objective?: Objective;
  /** The name of the scalar that the user picked to differentiate instead of the losses. */
  readonly pickedRootName?: string;
  /** Absent if the `train` statement has an error. */
  readonly trainingPlan?: TrainingPlan;
  /** Absent unless a const or data has statistics of the samples while some are held out. */
  readonly trainingSampleStatistics?: TrainingSampleStatisticsSummary;
  /** As they are in evaluation mode, whatever mode the model has. */
  readonly expectations: readonly Expectation[];
  readonly mode: Mode;
  /** True if a value is another one in evaluation mode than in training mode. */
  readonly isModeDependent: boolean;
  /** The calls of functions in statements of the file, in the order of their nodes, which don't overlap. */
  readonly calls: readonly InlinedCall[];
  /** The consts in the bodies of those calls that a mini-batch takes from this model, by the path of the call and their name. */
  readonly constsInCalls: ReadonlyMap<string, NodeId>;
  /** The source of each node, including nodes of inlined calls. */
  readonly sourceMap: SourceMap;
  /** For each function, the call whose nodes `expressionNodes` has for its body. */
  readonly shownCalls: ReadonlyMap<FunctionDefinition, ShownCall>;
  /** True if all values fit into memory; otherwise the model must not be evaluated. */
  readonly fitsMemory: boolean;
  /** Present if the model is evaluated on the first of its samples, as all would be too expensive. */
  readonly sample?: Sample;
  /** The first node of each top-level statement, by statement index; the last entry is the end of the last one. */
  readonly firstNodes: Int32Array;
  readonly reuseInfo: ReuseInfo;
}

/** The consts, data and params whose statistics are those of the training samples. */
export interface TrainingSampleStatisticsSummary {
  /** The number of training samples, and of those held out. */
  readonly training: number;
  readonly heldOut: number;
  /** The ids of the statements with such statistics, also in the bodies of functions. */
  readonly statements: ReadonlySet<number>;
}

/** The nodes that the next version may reuse. */
export interface ReuseInfo {
  /** By statement index, 1 if its nodes depend on nothing but its text and the values that it names. */
  readonly isReusable: Uint8Array;
  /** The seed, and the share of the samples that is held out. */
  readonly split: SplitSettings;
  /** The backward pass of the objective. */
  readonly backwardNodes?: NodeRange;
}

export interface Param {
  /** The full name: `x`, or `net.h1.W` if a call created it. */
  readonly name: string;
  readonly node: NodeId;
  /** The statement of the file that defines it, or whose calls created it. */
  readonly statement: Statement;
  /** The definition whose text holds its value; absent if training stores the value beside the file. */
  readonly source?: Definition;
  /** True if its value is one that training stored beside the file. */
  readonly isLearned?: boolean;
}

/** A running mean of a statistic of the mini-batches, such as `h.running_mean`: training updates it, evaluation reads it. */
export interface RunningStatistic {
  /** The path of the statements whose call keeps it, and its own name. */
  readonly name: string;
  /** The statement of the file. */
  readonly statement: Statement;
  readonly shape: Shape;
  readonly values: Float64Array;
  /** True if its values are those that training stored beside the file. */
  readonly isLearned: boolean;
  /** The operand of the call, and the statistic of a batch of it. */
  readonly operand: NodeId;
  readonly ofBatch: BatchStatistic['ofBatch'];
  /** Its leaf, set during lowering when a value in evaluation mode first needs it, and never changed after; else absent. */
  node?: NodeId;
}

/** The first samples, on which a model is evaluated. */
export interface Sample {
  readonly count: number;
  /** The model over all samples, of which only consts and data have values. */
  readonly fullModel: Model;
  /** The values of its consts and data, by their nodes. */
  readonly inputs: ReadonlyMap<NodeId, Samples>;
}

/** The model over all samples; of a model that is evaluated on all, itself. */
export function fullModelOf(model: Model): Model {
  return model.sample?.fullModel ?? model;
}

/** The number of samples of the data, also if the model is evaluated on the first of them; 0 without data. */
export function sampleCountOf({ data, program, sample }: Pick<Model, 'data' | 'program' | 'sample'>): number {
  if (sample) return sampleCountOf(sample.fullModel);
  return data.length === 0 ? 0 : program.shape(data[0].node)[0];
}

/** All tensors that training changes, in the text or not: the params, then the running statistics. */
export function trainedTensors({ params, runningStatistics }: Pick<Model, 'params' | 'runningStatistics'>) {
  return [...params, ...runningStatistics] as readonly { readonly name: string; readonly node?: NodeId }[];
}

/** The tensors whose values training stores beside the file. */
export function tensorsOutsideText({
  paramsOutsideText,
  runningStatistics,
}: Pick<Model, 'paramsOutsideText' | 'runningStatistics'>) {
  return [...paramsOutsideText, ...runningStatistics];
}

/** The values that training has stored beside the file, by full name: those of params that the text does not hold, and of running statistics. */
export type LearnedParams = ReadonlyMap<string, Tensor>;

/** All steps of a recurrence as one value. */
export interface StackedSteps {
  /** The statement in the block. */
  readonly statement: StepDefinition;
  /** The node that stacks the steps along axis 0. */
  readonly node: NodeId;
  readonly steps: readonly NodeId[];
  /** The number of initial steps. They have gradients even if they depend on no param. */
  readonly initialCount: number;
}

export interface DataInput {
  readonly name: string;
  readonly node: NodeId;
  /** The columns of the file that it was read from. */
  readonly columns?: readonly Column[];
}

/** The sum of all losses, or the scalar that the user picked, and its gradient with respect to the params. */
export interface Objective {
  /** `L`, or `(L1 + L2)` if there are several losses. */
  readonly label: string;
  readonly backwardPass: BackwardPass;
}

export interface TrainingPlan {
  readonly optimizer: Optimizer;
  /** The hyperparameters that the file sets, and the condition that ends a run; the others have their defaults. */
  readonly hyperparameters: ReadonlyMap<string, Hyperparameter>;
  readonly settings: TrainSettings;
  /** The params that training leaves as they are, by their nodes; absent if it trains all. */
  readonly frozen?: ReadonlySet<NodeId>;
  /** The leaves of the counters that hyperparameters depend on. */
  readonly counters: CounterLeaves;
  /** The range of the fraction that is held out, if the file sets it. */
  readonly holdoutRange?: Range;
}

/** The settings of the `train` statement that any optimizer has. */
export interface TrainSettings {
  /** Samples per step; all of them if absent. */
  readonly batch?: number;
  /** The number of passes over the samples; absent if the file does not set it. */
  readonly epochs?: number;
  /** The seed of the order of the samples, and of random params. */
  readonly seed: number;
  /** The fraction of samples that are held out: training does not use them, and the held-out loss is computed on them. */
  readonly holdout: number;
  /** The precision of training steps. */
  readonly precision: Precision;
  /** 1 if each epoch visits the samples in another order, 0 for the order of the file. */
  readonly shuffle: number;
}

export interface Hyperparameter {
  readonly node: NodeId;
  readonly range: Range;
  /** True if it depends on counters, so that it changes from step to step. */
  readonly isScheduled: boolean;
}

/** True if hyperparameters change from step to step. */
export function hasSchedule({ counters }: TrainingPlan): boolean {
  return counters.some((leaf) => leaf >= 0);
}

/** True if a condition ends a run. */
export function hasCondition({ hyperparameters }: TrainingPlan): boolean {
  return hyperparameters.has(conditionName);
}

/** True if hyperparameters depend on the number of steps of a run, which ends there. */
export function dependsOnSteps({ counters: [, , steps] }: TrainingPlan): boolean {
  return steps >= 0;
}

/** An `expect` statement. An element meets it if the difference is within the tolerance. */
export interface Expectation {
  readonly statement: ExpectStatement;
  /** Both sides, broadcast to the same shape. */
  readonly left: NodeId;
  readonly right: NodeId;
  /** |left − right|. */
  readonly difference: NodeId;
  /** A scalar if the tolerance is absolute, a tensor if it is relative to the larger side. */
  readonly tolerance: NodeId;
}

export interface InlinedCall {
  readonly call: Expression & { readonly kind: 'call' };
  /** The statement that contains it. */
  readonly statement: Statement;
  readonly function: ResolvedFunction;
  /** The first node of its body, including nested calls. */
  readonly first: NodeId;
  /** The end of its nodes, exclusive. */
  readonly end: NodeId;
}

export interface ShownCall {
  /** The call in the file's own text. If the shown call is nested in another function, the outermost call around it. */
  readonly call: InlinedCall;
  /** The prefix of the names of the params that it created. */
  readonly paramPrefix: string;
}

/** The node at an index of one of the model's arrays; undefined if there is none. */
export function nodeAt(nodes: Int32Array, index: number): NodeId | undefined {
  const node = nodes[index] ?? -1;
  return node < 0 ? undefined : node;
}

/** The call in a statement of the file whose body contains a node. */
export function enclosingCall({ calls }: Model, node: NodeId): InlinedCall | undefined {
  const candidate = calls[partitionPoint(calls, ({ first }) => first > node) - 1];
  return candidate && node < candidate.end ? candidate : undefined;
}

/** The range of a param: the name of the statement that defines it or whose calls created it. */
export function rangeOfParam({ statement }: Param): Range {
  return 'name' in statement && statement.name ? rangeIn(statement, statement.name) : statement;
}

/** The recurrence whose steps a node stacks. */
export function recurrenceAt({ recurrences }: Model, node: NodeId): StackedSteps | undefined {
  return recurrences.find((recurrence) => recurrence.node === node);
}

/** The label of each step of recurrences, such as `h[2]`. */
export function labelsOfSteps(recurrences: readonly StackedSteps[]): ReadonlyMap<NodeId, string> {
  return new Map(
    recurrences.flatMap(({ statement, steps }) =>
      steps.map((node, step) => [node, `${statement.name.name}[${step}]`] as const),
    ),
  );
}
