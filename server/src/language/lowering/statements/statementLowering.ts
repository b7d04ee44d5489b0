/** Lowers statements, except expectations: what they define, the losses, and the training plan. */

import type { NodeId } from '../../../engine/ir/program.ts';
import { identity } from '../../../engine/operators/identities.ts';
import { isProblem, type Problem, problem } from '../../problems/problems.ts';
import {
  type Definition,
  type ForStatement,
  isDefinition,
  isInitialStep,
  type RandomParam,
  type Statement,
  type StepDefinition,
  type TrainStatement,
} from '../../syntax/ast.ts';
import type { Tree } from '../../syntax/tree/tree.ts';
import { BlockLowering, type BlockOwner } from '../blocks/blockLowering.ts';
import type { LoweringFailure } from '../checkedBuilder.ts';
import type { StatementContext } from '../expressions/frame.ts';
import type { LoweringInputs, LoweringParts } from '../loweringParts.ts';
import { nodeAt, type TrainingPlan } from '../model.ts';
import { frozenParams } from './frozenParams.ts';
import { defaultPlan, lowerTrainingPlan, nothingHeldOut } from './trainingPlan.ts';

export class StatementLowering {
  /** The losses that have a node. */
  readonly losses: Definition[] = [];
  readonly #inputs: LoweringInputs;
  readonly #parts: LoweringParts;
  readonly #problems: Problem[];
  #trainStatement: { readonly statement: TrainStatement; readonly plan: TrainingPlan } | undefined;

  constructor(inputs: LoweringInputs, parts: LoweringParts, problems: Problem[]) {
    this.#inputs = inputs;
    this.#parts = parts;
    this.#problems = problems;
  }

  /** Lowers the statement at an index; a block with its statements. */
  lower(statement: Statement, index: number): void {
    if (statement.kind === 'for') this.#lowerBlock(statement, index);
    else if (statement.kind === 'randomParam') this.#lowerRandomParam(statement);
    else if (isDefinition(statement)) this.#lowerDefinition(statement);
    else if (statement.kind === 'train') this.#lowerTrain(statement);
  }

  /** Lowers the expressions of a statement; false if one has no node. */
  lowerExpressionsOf(statement: Statement, context: StatementContext = { statement, paramPrefix: '' }): boolean {
    const failure = this.#parts.expressions.lower(statement, this.#parts.frame, context);
    if (failure?.cause) this.#problems.push(failure.cause);
    return failure === undefined;
  }

  #lowerBlock(head: ForStatement, headIndex: number): void {
    const { builder, sourceMap, expressions } = this.#parts;
    new BlockLowering(builder, sourceMap, expressions.lower, this.#blockOwner(head), headIndex).lower();
  }

  #blockOwner(head: ForStatement): BlockOwner {
    const { frame, params, statementNodes, expressions } = this.#parts;
    const { tree, names } = this.#inputs.module;
    return {
      frame,
      context: { statement: head, paramPrefix: '' },
      statementAt: (index) => tree.at(index),
      initialSteps: (name, headIndex) => initialStepsIn(tree, name, headIndex),
      initialNode: ({ id }) => nodeAt(statementNodes, id),
      lowerDefinition: (statement, isLaterStep) => {
        if (names.unresolved.has(statement)) return { cause: undefined };
        if (statement.kind !== 'randomParam') return this.#lowerValue(statement, isLaterStep);
        return params.addRandomParam(statement, frame, { statement, paramPrefix: '', isLaterStep }, expressions.lower);
      },
      define: (statement, node) => {
        statementNodes[statement.id] = node;
        if (!isInitialStep(statement)) frame.define(statement.name.name, node);
      },
      acceptFailure: ({ cause }) => {
        if (cause) this.#problems.push(cause);
        return true;
      },
      addStacked: (stacked) => this.#parts.recurrences.push(stacked),
    };
  }

  #lowerRandomParam(statement: RandomParam): void {
    const { params, frame, expressions, statementNodes } = this.#parts;
    const node = params.addRandomParam(statement, frame, { statement, paramPrefix: '' }, expressions.lower);
    if (typeof node === 'number') {
      statementNodes[statement.id] = node;
      frame.define(statement.name.name, node);
    } else if (node.cause) this.#problems.push(node.cause);
  }

  #lowerDefinition(statement: Definition): void {
    const { name } = statement.name;
    const isOnTrainingSamples = statement.kind !== 'node' && statement.kind !== 'loss';
    const lowerValue = (): NodeId | undefined =>
      statement.kind === 'data' ? this.#lowerData(statement) : this.#valueOrProblem(statement);
    const node = isOnTrainingSamples
      ? this.#parts.builder.lowerOnTrainingSamples(statement.id, lowerValue)
      : lowerValue();
    if (node === undefined) return;
    this.#parts.statementNodes[statement.id] = node;
    if (statement.kind === 'data') {
      this.#parts.data.register(name, node);
      this.registerData(node);
    }
    if (statement.kind === 'loss') this.losses.push(statement);
  }

  /** Registers the leaf of data. */
  registerData(node: NodeId): void {
    this.#parts.dependence.registerData(node);
    this.#parts.trainingSampleStatistics?.registerData(node);
  }

  #lowerData(statement: Definition): NodeId | undefined {
    const leaf = this.#parts.data.createFileLeaf(statement);
    if (leaf !== undefined) return leaf;
    const value = this.lowerExpressionsOf(statement) ? this.#parts.frame.nodeOf(statement.value) : undefined;
    if (value === undefined || !this.#checkNoParam(statement, value)) return undefined;
    return this.#parts.data.createLeaf(statement, value);
  }

  #valueOrProblem(statement: Definition): NodeId | undefined {
    const node = this.#lowerValue(statement);
    if (typeof node === 'number') return node;
    if (node.cause) this.#problems.push(node.cause);
    return undefined;
  }

  /** The node of the statement: a leaf, or the node of its expression, copied if it belongs to another name. */
  #lowerValue(statement: Definition, isLaterStep = false): NodeId | LoweringFailure {
    const { program, params, consts, expressions, frame } = this.#parts;
    const firstNewNode = program.length;
    const canCreateParams = statement.kind === 'node' || statement.kind === 'loss';
    const context = { statement, paramPrefix: canCreateParams ? statement.name.name : '', isLaterStep };
    const failure = expressions.lower(statement, frame, context);
    const node = failure ? undefined : frame.nodeOf(statement.value);
    const inBatch = statement.kind === 'const' ? consts.valueInBatch(statement.name.name, node) : undefined;
    if (inBatch !== undefined) return inBatch;
    if (node === undefined) return failure ?? { cause: undefined };
    const isConstant = statement.kind === 'const' || statement.kind === 'param';
    const dependency = isConstant ? params.findParamDependence(statement, node) : undefined;
    if (dependency) return { cause: dependency };
    if (statement.kind === 'param') return params.addParam(node, statement, frame, context);
    return node < firstNewNode || statement.value.kind === 'name' ? program.add(identity, [node]) : node;
  }

  #checkNoParam(statement: Definition, node: NodeId): boolean {
    const dependency = this.#parts.params.findParamDependence(statement, node);
    if (dependency) this.#problems.push(dependency);
    return dependency === undefined;
  }

  #lowerTrain(statement: TrainStatement): void {
    if (this.#trainStatement) {
      const line = this.#inputs.module.lines.positionAt(this.#trainStatement.statement.start).line + 1;
      this.#problems.push(problem('duplicate-train', statement, line));
      return;
    }
    if (!this.lowerExpressionsOf(statement)) return;
    const plan = lowerTrainingPlan(statement, this.#parts);
    if (isProblem(plan)) this.#problems.push(plan);
    else this.#trainStatement = { statement, plan };
  }

  /** The plan of the `train` statement, or the default if there is none; undefined if it has an error. */
  resolveTrainingPlan(): TrainingPlan | undefined {
    if (this.#trainStatement) {
      const { statement, plan } = this.#trainStatement;
      const isMiniBatch = this.#inputs.context.sampleCount !== undefined;
      const warning = isMiniBatch ? undefined : nothingHeldOut(plan, this.#sampleCount());
      if (warning) this.#problems.push(warning);
      const frozen = frozenParams(statement, this.#inputs, this.#parts);
      if (frozen === undefined) return plan;
      if (!isProblem(frozen)) return { ...plan, frozen };
      this.#problems.push(frozen);
      return undefined;
    }
    return this.#inputs.module.tree.statementTable.indicesOfKind('train').length > 0 ? undefined : defaultPlan;
  }

  /** The number of samples, 0 without data; undefined if that depends on a statement with an error. */
  #sampleCount(): number | undefined {
    const { sampleCount } = this.#parts.data;
    const statements = Array.from({ length: sampleCount > 0 ? 0 : this.#inputs.module.tree.length }, (_, i) =>
      this.#inputs.module.tree.at(i),
    );
    return statements.some(({ kind }) => kind === 'data' || kind === 'broken') ? undefined : sampleCount;
  }
}

/** The initial steps of a recurrence in front of a statement, outside all blocks. */
function initialStepsIn(tree: Tree, name: string, end: number): readonly StepDefinition[] {
  const steps: StepDefinition[] = [];
  for (let index = 0; index < end; index++) {
    const { statement } = tree.parsedStatements[index];
    if (isInitialStep(statement) && !statement.blocks && statement.name.name === name)
      steps.push(tree.at(index) as StepDefinition);
  }
  return steps;
}
