/** Lowers statements, except expectations: what they define, the losses, and the training plan. */

import type { NodeId } from '../../../engine/ir/program.ts';
import { identity } from '../../../engine/operators/identities.ts';
import { isProblem, type Problem, problem } from '../../problems/problems.ts';
import {
  type Definition,
  isDefinition,
  type RandomParam,
  type Statement,
  type TrainStatement,
} from '../../syntax/ast.ts';
import type { StatementContext } from '../expressions/frame.ts';
import type { LoweringInputs, LoweringParts } from '../loweringParts.ts';
import type { TrainingPlan } from '../model.ts';
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

  lower(statement: Statement): void {
    if (statement.kind === 'randomParam') this.#lowerRandomParam(statement);
    else if (isDefinition(statement)) this.#lowerDefinition(statement);
    else if (statement.kind === 'train') this.#lowerTrain(statement);
  }

  /** Lowers the expressions of a statement; false if one has no node. */
  lowerExpressionsOf(statement: Statement, context: StatementContext = { statement, paramPrefix: '' }): boolean {
    const failure = this.#parts.expressions.lower(statement, this.#parts.frame, context);
    if (failure?.cause) this.#problems.push(failure.cause);
    return failure === undefined;
  }

  #lowerRandomParam(statement: RandomParam): void {
    const failure = this.#parts.params.addRandomParam(
      statement,
      this.#parts.frame,
      { statement, paramPrefix: '' },
      this.#parts.expressions.lower,
    );
    if (failure?.cause) this.#problems.push(failure.cause);
    const node = failure ? undefined : this.#parts.frame.valueOf(statement.name.name);
    if (node !== undefined) this.#parts.statementNodes[statement.id] = node;
  }

  #lowerDefinition(statement: Definition): void {
    const { name } = statement.name;
    const isOnTrainingSamples = statement.kind !== 'node' && statement.kind !== 'loss';
    const lowerValue = (): NodeId | undefined =>
      statement.kind === 'data'
        ? this.#parts.data.createLeaf(statement, () => this.#lowerDataValue(statement))
        : this.#lowerValue(statement);
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

  #lowerDataValue(statement: Definition): NodeId | undefined {
    const node = this.lowerExpressionsOf(statement) ? this.#parts.frame.nodeOf(statement.value) : undefined;
    return node !== undefined && this.#checkNoParam(statement, node) ? node : undefined;
  }

  /** The node of the statement: a leaf, or the node of its expression, copied if it belongs to another name. */
  #lowerValue(statement: Definition): NodeId | undefined {
    const firstNewNode = this.#parts.program.length;
    const canCreateParams = statement.kind === 'node' || statement.kind === 'loss';
    const context = { statement, paramPrefix: canCreateParams ? statement.name.name : '' };
    const failure = this.#parts.expressions.lower(statement, this.#parts.frame, context);
    const node = failure ? undefined : this.#parts.frame.nodeOf(statement.value);
    const inBatch = statement.kind === 'const' ? this.#parts.consts.valueInBatch(statement.name.name, node) : undefined;
    if (inBatch !== undefined) return inBatch;
    if (failure?.cause) this.#problems.push(failure.cause);
    if (node === undefined) return undefined;
    const isConstant = statement.kind === 'const' || statement.kind === 'param';
    if (isConstant && !this.#checkNoParam(statement, node)) return undefined;
    if (statement.kind === 'param')
      return this.#parts.params.addLiteralParam(node, statement, this.#parts.frame, context);
    return node < firstNewNode || statement.value.kind === 'name' ? this.#parts.program.add(identity, [node]) : node;
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
    const plan = lowerTrainingPlan(statement, this.#parts.frame, this.#parts.builder);
    if (isProblem(plan)) this.#problems.push(plan);
    else this.#trainStatement = { statement, plan };
  }

  /** The plan of the `train` statement, or the default if there is none; undefined if it has an error. */
  resolveTrainingPlan(): TrainingPlan | undefined {
    if (this.#trainStatement) {
      const { plan } = this.#trainStatement;
      const isMiniBatch = this.#inputs.context.sampleCount !== undefined;
      const warning = isMiniBatch ? undefined : nothingHeldOut(plan, this.#sampleCount());
      if (warning) this.#problems.push(warning);
      return plan;
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
