/** Lowers calls of the operators whose value depends on the mode, and what they keep from training for evaluation. */

import { constant } from '../../../engine/ir/constant.ts';
import type { Mode } from '../../../engine/ir/mode.ts';
import type { Attributes, Operator } from '../../../engine/ir/operator.ts';
import type { NodeId } from '../../../engine/ir/program.ts';
import { isMismatch } from '../../../engine/ir/shape.ts';
import { leaf } from '../../../engine/operators/identities.ts';
import { problem } from '../../problems/problems.ts';
import type { Range } from '../../text/lines.ts';
import type { CheckedBuilder, NodeResult } from '../checkedBuilder.ts';
import type { ModeDependentCalls } from '../inputs/modeDependentCalls.ts';
import type { RunningStatisticsLowering } from '../inputs/runningStatisticsLowering.ts';
import type { RunningStatistic } from '../model.ts';
import type { StatementContext } from './frame.ts';

export class ModeLowering {
  /** The mode of the calls that are lowered from now on. */
  mode: Mode;
  /** True if such a call was lowered for training, so that values have other twins in evaluation mode. */
  hasTrainingCalls = false;
  /** The statistics of calls that were lowered for training, by their nodes. */
  readonly runningStatisticsOf = new Map<NodeId, readonly RunningStatistic[]>();
  readonly #dependentCalls: ModeDependentCalls;
  readonly #builder: CheckedBuilder;
  readonly #runningStatistics: RunningStatisticsLowering;

  constructor(
    builder: CheckedBuilder,
    runningStatistics: RunningStatisticsLowering,
    dependentCalls: ModeDependentCalls,
    mode: Mode,
  ) {
    this.#builder = builder;
    this.#dependentCalls = dependentCalls;
    this.#runningStatistics = runningStatistics;
    this.mode = mode;
  }

  addCall(
    range: Range,
    operator: Operator,
    operands: readonly NodeId[],
    attributes: Attributes,
    { statement, paramPrefix }: StatementContext,
  ): NodeResult {
    if (operator.inEvaluationMode === undefined) return this.#builder.add(range, operator, operands, attributes);
    // A call without a name to keep statistics under is as in PyTorch with `track_running_stats = False`.
    const isModeDependent = operator.statistics === undefined || paramPrefix !== '';
    const mode = isModeDependent ? this.mode : 'training';
    const { program } = this.#builder;
    const shapes = operands.map((operand) => program.shape(operand));
    const shape = operator.shape(shapes, attributes);
    const trainingMismatch = mode === 'training' ? operator.trainingMismatch?.(shapes) : undefined;
    if (isMismatch(shape) || trainingMismatch)
      return problem('shape-mismatch', range, isMismatch(shape) ? shape.mismatch : trainingMismatch!.mismatch);
    if (!isModeDependent) return this.#builder.add(range, operator, operands, attributes);
    this.#builder.preventReuse();
    this.#dependentCalls.exist = true;
    const exceededLimit = this.#builder.findExceededLimit(range, shape);
    if (exceededLimit) return exceededLimit;
    const statistics = this.#runningStatistics.create(operator, operands[0], paramPrefix, statement);
    if (mode === 'evaluation') {
      const node = operator.inEvaluationMode(program, operands, attributes, this.#leavesOf(statistics));
      this.#dependentCalls.add(node);
      return node;
    }
    this.hasTrainingCalls = true;
    const node = this.#builder.add(range, operator, operands, attributes);
    if (typeof node !== 'number') return node;
    this.runningStatisticsOf.set(node, statistics);
    this.#dependentCalls.add(node);
    return node;
  }

  /** True if the operator of a node has another value in evaluation mode. */
  dependsOnMode(node: NodeId): boolean {
    const { inEvaluationMode, statistics } = this.#builder.program.operator(node);
    return inEvaluationMode !== undefined && (statistics === undefined || this.runningStatisticsOf.has(node));
  }

  /** Appends the operation of a node that depends on the mode, as it is in evaluation mode, to other operands. */
  addInEvaluationMode(node: NodeId, operands: readonly NodeId[]): NodeId {
    const { program } = this.#builder;
    const statistics = this.#leavesOf(this.runningStatisticsOf.get(node) ?? []);
    return program.operator(node).inEvaluationMode!(program, operands, program.attributes(node), statistics);
  }

  #leavesOf(statistics: readonly RunningStatistic[]): readonly NodeId[] {
    const { program } = this.#builder;
    return statistics.map((statistic) => {
      const { shape, values } = statistic;
      statistic.node ??= program.add(leaf, [program.add(constant, [], { shape, values })]);
      return statistic.node;
    });
  }
}
