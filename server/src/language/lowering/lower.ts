/** Lowers a module to a model: the forward pass, the backward pass of the objective, then the expectations. */

import type { NodeId } from '../../engine/ir/program.ts';
import { limits } from '../modelLimits.ts';
import type { Module } from '../names/modules/module.ts';
import { isProblem, type Problem, problem } from '../problems/problems.ts';
import { type Definition, type DefinitionKind, isDefinition } from '../syntax/ast.ts';
import type { Tree } from '../syntax/tree/tree.ts';
import type { LoweringContext } from './context.ts';
import type { PreviousModel } from './incrementalLowering.ts';
import { createLoweringParts, type LoweringInputs, type LoweringParts, maxElementsOf } from './loweringParts.ts';
import type { Expectation, Model, Objective } from './model.ts';
import { lowerExpectation } from './statements/expectation.ts';
import { findPickedRoot, lowerObjective } from './statements/objectiveLowering.ts';
import { StatementLowering } from './statements/statementLowering.ts';
import { findSplit } from './statements/trainingPlan.ts';

export interface LoweringResult {
  readonly model: Model;
  readonly problems: readonly Problem[];
}

/** @param previous a version whose unchanged nodes are reused. Its context may differ only in learned params, the root and the mode. */
export function lower(module: Module, context: LoweringContext, previous?: PreviousModel): LoweringResult {
  const expected = findSplit(module.tree, module.text);
  const result = new Lowering({ module, context, split: expected, previous }).run();
  const { holdout } = result.model.trainingPlan?.settings ?? expected;
  // Only a literal share is known before anything is lowered.
  return holdout === expected.holdout
    ? result
    : new Lowering({ module, context, split: { ...expected, holdout }, previous }).run();
}

class Lowering {
  readonly #inputs: LoweringInputs;
  readonly #tree: Tree;
  readonly #parts: LoweringParts;
  readonly #statements: StatementLowering;
  readonly #problems: Problem[] = [];

  constructor(inputs: LoweringInputs) {
    this.#inputs = inputs;
    this.#tree = inputs.module.tree;
    this.#parts = createLoweringParts(inputs, this.#problems);
    this.#statements = new StatementLowering(inputs, this.#parts, this.#problems);
  }

  run(): LoweringResult {
    const { program, frame, params, modes, modeDependentCalls, firstNodes } = this.#parts;
    const { length } = this.#tree;
    for (let index = 0; index < length; ) {
      const reusedCount = this.#reuseFrom(index);
      index += reusedCount === 0 ? this.#lowerFrom(index) : reusedCount;
    }
    firstNodes[length] = program.length;
    const picked = findPickedRoot(this.#inputs, this.#parts);
    const lowered = lowerObjective(this.#inputs, this.#parts, picked, this.#statements.losses, this.#problems);
    const { objective, backwardNodes } = lowered ?? {};
    const { mode } = modes;
    const isModeDependent = modeDependentCalls.exist;
    const expectations = this.#lowerExpectations(objective);
    const trainingPlan = this.#statements.resolveTrainingPlan();
    const { builder, inliner, trainingSampleStatistics: statistics } = this.#parts;
    const { list } = params;
    const model: Model = {
      program,
      expressionNodes: frame.expressionNodes,
      statementNodes: this.#parts.statementNodes,
      // Created on demand: most versions while typing need no list of all params.
      get params() {
        return list.all;
      },
      paramNodes: list.nodes,
      paramsOutsideText: list.outsideText,
      runningStatistics: this.#parts.runningStatistics.list,
      runningStatisticsOf: modes.runningStatisticsOf,
      data: this.#parts.data.list,
      recurrences: this.#parts.recurrences,
      ...(builder.drawCounter !== undefined && { drawCounter: builder.drawCounter }),
      drawNames: builder.drawNames,
      ...(objective && { objective }),
      ...(picked && { pickedRootName: picked.name }),
      ...(trainingPlan && { trainingPlan }),
      expectations,
      mode,
      isModeDependent,
      calls: inliner.calls,
      constsInCalls: this.#parts.consts.inCalls,
      sourceMap: this.#parts.sourceMap,
      shownCalls: inliner.shown,
      fitsMemory: this.#fitsMemory(),
      firstNodes,
      ...(statistics &&
        statistics.statements.size > 0 && {
          trainingSampleStatistics: { ...statistics.counts!, statements: statistics.statements },
        }),
      reuseInfo: {
        isReusable: this.#parts.isReusable,
        split: this.#inputs.split,
        ...(backwardNodes && { backwardNodes }),
      },
    };
    return { model, problems: this.#problems };
  }

  /** Reuses nodes of the previous version from a statement on. Returns the number of statements reused. */
  #reuseFrom(index: number): number {
    const endIndex = this.#parts.incremental?.reuseFrom(index, this.#parts.data) ?? index;
    const reusedOfKind = (kind: DefinitionKind): Definition[] =>
      this.#tree.statementsOfKind(kind, index, endIndex) as Definition[];
    const nodeOfStatement = ({ id }: Definition): NodeId => this.#parts.statementNodes[id];
    const { statementTable } = this.#tree;
    for (const paramIndex of statementTable.indicesOfKind('param', index, endIndex)) {
      this.#parts.params.list.pushReused(paramIndex, this.#parts.statementNodes[statementTable.ids[paramIndex]]);
    }
    for (const statement of reusedOfKind('data')) {
      this.#parts.data.registerReused(statement, nodeOfStatement(statement));
      this.#statements.registerData(nodeOfStatement(statement));
    }
    for (const statement of reusedOfKind('loss')) this.#statements.losses.push(statement);
    return endIndex - index;
  }

  /** Lowers the statement at an index, and with the head of a block those of the block. Returns their number. */
  #lowerFrom(index: number): number {
    const statement = this.#tree.at(index);
    const { length: first } = this.#parts.program;
    const { unreusableInputs } = this.#parts.builder;
    const { length: problemCount } = this.#problems;
    this.#parts.firstNodes[index] = first;
    // The statements of a block whose head can't be read have no value.
    const canLower = !statement.blocks && !this.#inputs.module.names.unresolved.has(statement);
    if (canLower) this.#statements.lower(statement, index);
    this.#parts.incremental?.recordLowered(index, statement, first);
    // An initial step has a gradient only if the objective depends on its block.
    const hasNode = isDefinition(statement) && !statement.step && this.#parts.statementNodes[statement.id] >= 0;
    const isReusable =
      hasNode && this.#parts.builder.unreusableInputs === unreusableInputs && this.#problems.length === problemCount;
    this.#parts.isReusable[index] = isReusable ? 1 : 0;
    const blockLength = statement.kind === 'for' ? statement.blockLength : 0;
    for (let inner = index + 1; inner <= index + blockLength; inner++) this.#recordInBlock(inner);
    return 1 + blockLength;
  }

  /** Records a statement of a block, whose nodes belong to the head. */
  #recordInBlock(index: number): void {
    const { length } = this.#parts.program;
    this.#parts.firstNodes[index] = length;
    this.#parts.isReusable[index] = 0;
    this.#parts.incremental?.recordLowered(index, this.#tree.at(index), length);
  }

  #fitsMemory(): boolean {
    const { elementCount } = this.#parts.program;
    if (elementCount <= maxElementsOf(this.#inputs.context)) return elementCount <= limits.elements;
    const cause = this.#statements.losses[0] ?? this.#tree.at(0);
    this.#problems.push(problem('too-many-elements', cause, elementCount));
    return false;
  }

  #lowerExpectations(objective: Objective | undefined): Expectation[] {
    const expectations: Expectation[] = [];
    const { modes } = this.#parts;
    const { mode } = modes;
    modes.mode = 'evaluation';
    for (const statement of this.#tree.statementsOfKind('expect')) {
      if (statement.kind !== 'expect' || this.#inputs.module.names.unresolved.has(statement)) continue;
      const context = { statement, paramPrefix: '', objectiveBackwardPass: objective?.backwardPass };
      if (!this.#statements.lowerExpressionsOf(statement, context)) continue;
      const expectation = lowerExpectation(statement, this.#parts.frame, this.#parts.builder);
      if (isProblem(expectation)) this.#problems.push(expectation);
      else expectations.push(expectation);
    }
    modes.mode = mode;
    return expectations;
  }
}
