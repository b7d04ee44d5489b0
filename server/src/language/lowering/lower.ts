/** Lowers a module to a model: the forward pass, the backward pass of the objective, then the expectations. */

import { differentiate } from '../../engine/autodiff/differentiate.ts';
import type { NodeId, NodeRange, Program } from '../../engine/ir/program.ts';
import { identity } from '../../engine/operators/identities.ts';
import { limits } from '../modelLimits.ts';
import type { Module } from '../names/modules/module.ts';
import { isProblem, type Problem, problem } from '../problems/problems.ts';
import {
  type Definition,
  type DefinitionKind,
  isDefinition,
  type RandomParam,
  type Statement,
  type TrainStatement,
} from '../syntax/ast.ts';
import type { Tree } from '../syntax/tree/tree.ts';
import { CheckedBuilder, type LoweringFailure } from './checkedBuilder.ts';
import type { LoweringContext } from './context.ts';
import { FileFrames } from './expressions/fileFrames.ts';
import type { Frame, StatementContext } from './expressions/frame.ts';
import { Inliner } from './expressions/inliner.ts';
import { ExpressionLowering } from './expressions/lowerExpressions.ts';
import { Members } from './expressions/members.ts';
import { ModeLowering } from './expressions/modeLowering.ts';
import type { SampleSplit } from './holdout/sampleSplit.ts';
import { TrainingSampleStatistics } from './holdout/trainingSampleStatistics.ts';
import { createIncrementalLowering, type IncrementalLowering, type PreviousModel } from './incrementalLowering.ts';
import { ConstLowering } from './inputs/constLowering.ts';
import { DataDependence } from './inputs/dataDependence.ts';
import { DataLowering } from './inputs/dataLowering.ts';
import { ParamLowering } from './inputs/paramLowering.ts';
import { RunningStatisticsLowering } from './inputs/runningStatisticsLowering.ts';
import type { Expectation, Model, Objective, TrainingPlan } from './model.ts';
import { SourceMap } from './sourceMap.ts';
import { lowerExpectation } from './statements/expectation.ts';
import { type PickedRoot, rootOf, scalarLosses, sumOfLosses, unreachedParams } from './statements/root.ts';
import { defaultPlan, findSplit, lowerTrainingPlan, nothingHeldOut } from './statements/trainingPlan.ts';

export interface LoweringResult {
  readonly model: Model;
  readonly problems: readonly Problem[];
}

/** @param previous a version whose unchanged nodes are reused. Its context may differ only in learned params, the root and the mode. */
export function lower(module: Module, context: LoweringContext, previous?: PreviousModel): LoweringResult {
  const expected = findSplit(module.tree, module.text);
  const result = new Lowering(module, context, expected, previous).run();
  const { holdout } = result.model.trainingPlan?.settings ?? expected;
  // Only a literal share is known before anything is lowered.
  return holdout === expected.holdout
    ? result
    : new Lowering(module, context, { ...expected, holdout }, previous).run();
}

class Lowering {
  readonly #module: Module;
  readonly #tree: Tree;
  readonly #context: LoweringContext;
  readonly #builder: CheckedBuilder;
  readonly #program: Program;
  readonly #inliner: Inliner;
  readonly #expressions: ExpressionLowering;
  readonly #frame: Frame;
  readonly #params: ParamLowering;
  readonly #sourceMap: SourceMap;
  readonly #problems: Problem[] = [];
  readonly #statementNodes: Int32Array;
  readonly #dataLowering: DataLowering;
  readonly #consts: ConstLowering;
  readonly #runningStatistics: RunningStatisticsLowering;
  readonly #modes: ModeLowering;
  readonly #split: SampleSplit;
  readonly #dependence: DataDependence;
  readonly #trainingSampleStatistics: TrainingSampleStatistics | undefined;
  readonly #lossStatements: Definition[] = [];
  readonly #incremental: IncrementalLowering | undefined;
  readonly #firstNodes: Int32Array;
  readonly #isReusable: Uint8Array;
  #backwardNodes: NodeRange | undefined;
  #trainStatement: { readonly statement: TrainStatement; readonly plan: TrainingPlan } | undefined;

  constructor(module: Module, context: LoweringContext, split: SampleSplit, previous?: PreviousModel) {
    const { seed } = split;
    this.#module = module;
    this.#split = split;
    this.#builder = new CheckedBuilder(seed, previous?.model.program);
    this.#program = this.#builder.program;
    this.#sourceMap = new SourceMap(this.#program, previous?.model.sourceMap);
    this.#tree = module.tree;
    this.#context = context;
    this.#statementNodes = new Int32Array(this.#tree.statementCount).fill(-1);
    const { definitions } = module.names;
    this.#params = new ParamLowering(
      this.#tree,
      this.#builder,
      (name) => definitions.has(name),
      seed,
      context,
      this.#problems,
    );
    const frames = new FileFrames(this.#statementNodes, this.#problems, (definition, frame) =>
      this.#lowerImportedConst(definition, frame),
    );
    const { mode = 'training' } = context;
    this.#runningStatistics = new RunningStatisticsLowering(
      module,
      this.#builder,
      context.learnedParams,
      (path) => this.#params.isReserved(path),
      this.#problems,
    );
    this.#modes = new ModeLowering(this.#builder, this.#runningStatistics, mode);
    this.#dependence = new DataDependence(this.#program, (node) => this.#params.isParam(node), this.#modes);
    this.#dataLowering = new DataLowering(this.#builder, context, this.#problems);
    this.#consts = new ConstLowering(this.#builder, this.#dependence, this.#dataLowering, context);
    this.#inliner = new Inliner(this.#builder, this.#params, this.#consts, frames, this.#sourceMap);
    const members = new Members(this.#params);
    this.#expressions = new ExpressionLowering(
      this.#builder,
      this.#inliner,
      members,
      this.#modes,
      this.#sourceMap,
      this.#problems,
    );
    this.#frame = frames.frameOf(module);
    const { length } = this.#tree;
    this.#firstNodes = new Int32Array(length + 1);
    this.#isReusable = new Uint8Array(length);
    // A mini-batch takes its consts and data from the model with all samples.
    if (split.holdout > 0 && context.sampleCount === undefined)
      this.#trainingSampleStatistics = new TrainingSampleStatistics(this.#program, split, this.#dependence);
    this.#builder.trainingSampleStatistics = this.#trainingSampleStatistics;
    const isReusable = previous?.model.mode === mode && hasSameSplit(previous.model.reuseInfo.split, split);
    this.#incremental = createIncrementalLowering(isReusable ? previous : undefined, module, {
      program: this.#program,
      sourceMap: this.#sourceMap,
      statementNodes: this.#statementNodes,
      expressionNodes: this.#frame.expressionNodes,
      firstNodes: this.#firstNodes,
      isReusable: this.#isReusable,
    });
  }

  run(): LoweringResult {
    const { length } = this.#tree;
    for (let index = 0; index < length; ) {
      const reusedCount = this.#reuseFrom(index);
      if (reusedCount === 0) this.#lowerStatementAt(index);
      index += Math.max(1, reusedCount);
    }
    this.#firstNodes[length] = this.#program.length;
    const picked = this.#findPickedRoot();
    const objective = this.#differentiateRoot(picked);
    const { mode, isModeDependent } = this.#modes;
    const expectations = this.#lowerExpectations(objective);
    const trainingPlan = this.#resolveTrainingPlan();
    const { list } = this.#params;
    const model: Model = {
      program: this.#program,
      expressionNodes: this.#frame.expressionNodes,
      statementNodes: this.#statementNodes,
      get params() {
        return list.all;
      },
      paramNodes: list.nodes,
      paramsOutsideText: list.outsideText,
      runningStatistics: this.#runningStatistics.list,
      runningStatisticsOf: this.#modes.runningStatisticsOf,
      data: this.#dataLowering.list,
      ...(this.#builder.drawCounter !== undefined && { drawCounter: this.#builder.drawCounter }),
      ...(objective && { objective }),
      ...(picked && { pickedRootName: picked.name }),
      ...(trainingPlan && { trainingPlan }),
      expectations,
      mode,
      isModeDependent,
      calls: this.#inliner.calls,
      constsInCalls: this.#consts.inCalls,
      sourceMap: this.#sourceMap,
      shownCalls: this.#inliner.shown,
      fitsMemory: this.#fitsMemory(),
      firstNodes: this.#firstNodes,
      ...(this.#trainingSampleStatistics &&
        this.#trainingSampleStatistics.statements.size > 0 && {
          trainingSampleStatistics: {
            ...this.#trainingSampleStatistics.counts!,
            statements: this.#trainingSampleStatistics.statements,
          },
        }),
      reuseInfo: {
        isReusable: this.#isReusable,
        split: this.#split,
        ...(this.#backwardNodes && { backwardNodes: this.#backwardNodes }),
      },
    };
    return { model, problems: this.#problems };
  }

  /** Reuses nodes of the previous version from a statement on. Returns the number of statements reused. */
  #reuseFrom(index: number): number {
    const endIndex = this.#incremental?.reuseFrom(index, this.#dataLowering) ?? index;
    const reusedOfKind = (kind: DefinitionKind): Definition[] =>
      this.#tree.statementsOfKind(kind, index, endIndex) as Definition[];
    const nodeOfStatement = ({ id }: Definition): NodeId => this.#statementNodes[id];
    const { statementTable } = this.#tree;
    for (const paramIndex of statementTable.indicesOfKind('param', index, endIndex)) {
      this.#params.list.pushReused(paramIndex, this.#statementNodes[statementTable.ids[paramIndex]]);
    }
    for (const statement of reusedOfKind('data')) {
      this.#dataLowering.registerReused(statement, nodeOfStatement(statement));
      this.#registerData(nodeOfStatement(statement));
    }
    for (const statement of reusedOfKind('loss')) this.#lossStatements.push(statement);
    return endIndex - index;
  }

  #lowerStatementAt(index: number): void {
    const statement = this.#tree.at(index);
    const { length: first } = this.#program;
    const { unreusableInputs } = this.#builder;
    const { length: problemCount } = this.#problems;
    this.#firstNodes[index] = first;
    if (!this.#module.names.unresolved.has(statement)) this.#lowerStatement(statement);
    this.#incremental?.recordLowered(index, statement, first);
    const hasNode = isDefinition(statement) && this.#statementNodes[statement.id] >= 0;
    const isReusable =
      hasNode && this.#builder.unreusableInputs === unreusableInputs && this.#problems.length === problemCount;
    this.#isReusable[index] = isReusable ? 1 : 0;
  }

  #lowerStatement(statement: Statement): void {
    if (statement.kind === 'randomParam') this.#lowerRandomParam(statement);
    else if (isDefinition(statement)) this.#lowerDefinition(statement);
    else if (statement.kind === 'train') this.#lowerTrain(statement);
  }

  /** Lowers a const of an imported file, possibly in the middle of a statement that calls a function of it. */
  #lowerImportedConst(definition: Definition, frame: Frame): LoweringFailure | undefined {
    this.#builder.preventReuse();
    const endRegion = this.#sourceMap.beginRegion({ kind: 'const', definition }, frame.module);
    const failure = this.#expressions.lower(definition, frame, { statement: definition, paramPrefix: '' });
    endRegion(failure ? undefined : frame.nodeOf(definition.value));
    return failure;
  }

  #lowerExpressionsOf(statement: Statement, context: StatementContext = { statement, paramPrefix: '' }): boolean {
    const failure = this.#expressions.lower(statement, this.#frame, context);
    if (failure?.cause) this.#problems.push(failure.cause);
    return failure === undefined;
  }

  #lowerRandomParam(statement: RandomParam): void {
    const failure = this.#params.addRandomParam(
      statement,
      this.#frame,
      { statement, paramPrefix: '' },
      this.#expressions.lower,
    );
    if (failure?.cause) this.#problems.push(failure.cause);
    const node = failure ? undefined : this.#frame.valueOf(statement.name.name);
    if (node !== undefined) this.#statementNodes[statement.id] = node;
  }

  #lowerDefinition(statement: Definition): void {
    const { name } = statement.name;
    const isOnTrainingSamples = statement.kind !== 'node' && statement.kind !== 'loss';
    const lowerValue = (): NodeId | undefined =>
      statement.kind === 'data'
        ? this.#dataLowering.createLeaf(statement, () => this.#lowerDataValue(statement))
        : this.#lowerValue(statement);
    const node = isOnTrainingSamples ? this.#builder.lowerOnTrainingSamples(statement.id, lowerValue) : lowerValue();
    if (node === undefined) return;
    this.#statementNodes[statement.id] = node;
    if (statement.kind === 'data') {
      this.#dataLowering.register(name, node);
      this.#registerData(node);
    }
    if (statement.kind === 'loss') this.#lossStatements.push(statement);
  }

  #registerData(node: NodeId): void {
    this.#dependence.registerData(node);
    this.#trainingSampleStatistics?.registerData(node);
  }

  #lowerDataValue(statement: Definition): NodeId | undefined {
    const node = this.#lowerExpressionsOf(statement) ? this.#frame.nodeOf(statement.value) : undefined;
    return node !== undefined && this.#checkNoParam(statement, node) ? node : undefined;
  }

  /** The node of the statement: a leaf, or the node of its expression, copied if it belongs to another name. */
  #lowerValue(statement: Definition): NodeId | undefined {
    const firstNewNode = this.#program.length;
    const canCreateParams = statement.kind === 'node' || statement.kind === 'loss';
    const context = { statement, paramPrefix: canCreateParams ? statement.name.name : '' };
    const failure = this.#expressions.lower(statement, this.#frame, context);
    const node = failure ? undefined : this.#frame.nodeOf(statement.value);
    const inBatch = statement.kind === 'const' ? this.#consts.valueInBatch(statement.name.name, node) : undefined;
    if (inBatch !== undefined) return inBatch;
    if (failure?.cause) this.#problems.push(failure.cause);
    if (node === undefined) return undefined;
    const isConstant = statement.kind === 'const' || statement.kind === 'param';
    if (isConstant && !this.#checkNoParam(statement, node)) return undefined;
    if (statement.kind === 'param') return this.#params.addLiteralParam(node, statement, this.#frame, context);
    return node < firstNewNode || statement.value.kind === 'name' ? this.#program.add(identity, [node]) : node;
  }

  #checkNoParam(statement: Definition, node: NodeId): boolean {
    const dependency = this.#params.findParamDependence(statement, node);
    if (dependency) this.#problems.push(dependency);
    return dependency === undefined;
  }

  #lowerTrain(statement: TrainStatement): void {
    if (this.#trainStatement) {
      const line = this.#module.lines.positionAt(this.#trainStatement.statement.start).line + 1;
      this.#problems.push(problem('duplicate-train', statement, line));
      return;
    }
    if (!this.#lowerExpressionsOf(statement)) return;
    const plan = lowerTrainingPlan(statement, this.#frame, this.#builder);
    if (isProblem(plan)) this.#problems.push(plan);
    else this.#trainStatement = { statement, plan };
  }

  /** The plan of the `train` statement, or the default if there is none; undefined if it has an error. */
  #resolveTrainingPlan(): TrainingPlan | undefined {
    if (this.#trainStatement) {
      const { plan } = this.#trainStatement;
      const isMiniBatch = this.#context.sampleCount !== undefined;
      const warning = isMiniBatch ? undefined : nothingHeldOut(plan, this.#sampleCount());
      if (warning) this.#problems.push(warning);
      return plan;
    }
    return this.#tree.statementTable.indicesOfKind('train').length > 0 ? undefined : defaultPlan;
  }

  /** The number of samples, 0 without data; undefined if that depends on a statement with an error. */
  #sampleCount(): number | undefined {
    const { sampleCount } = this.#dataLowering;
    const statements = Array.from({ length: sampleCount > 0 ? 0 : this.#tree.length }, (_, i) => this.#tree.at(i));
    return statements.some(({ kind }) => kind === 'data' || kind === 'broken') ? undefined : sampleCount;
  }

  /** The scalar that the user picked, if the file still defines it. */
  #findPickedRoot(): PickedRoot | undefined {
    const { pickedRootName: name } = this.#context;
    if (name === undefined) return undefined;
    const node = this.#frame.valueOf(name) ?? this.#params.nodeOf(name);
    const isResolvable =
      node === undefined ? this.#module.names.definitions.has(name) : this.#program.shape(node).length === 0;
    return isResolvable ? { name, node } : undefined;
  }

  /** Appends the backward pass of the picked scalar or of the losses. Undefined if that has no value. */
  #differentiateRoot(picked: PickedRoot | undefined): Objective | undefined {
    const losses = scalarLosses(this.#tree, this.#lossStatements, this.#statementNodes, this.#program, this.#problems);
    const root = picked ? rootOf(picked) : losses && sumOfLosses(losses, this.#program);
    if (root === undefined) return undefined;
    const { length: first } = this.#program;
    const backwardPass =
      this.#incremental?.reuseBackwardPass(root, this.#firstNodes.at(-1)!, this.#params) ??
      differentiate(this.#program, root.node, (node) => this.#params.isParam(node));
    this.#backwardNodes = { first, end: this.#program.length };
    const objective = { label: root.label, backwardPass };
    if (!picked) this.#problems.push(...unreachedParams(this.#params.list, objective));
    return objective;
  }

  #fitsMemory(): boolean {
    const { elementCount } = this.#program;
    if (elementCount <= limits.elements) return true;
    const cause = this.#lossStatements[0] ?? this.#tree.at(0);
    this.#problems.push(problem('too-many-elements', cause, elementCount));
    return false;
  }

  #lowerExpectations(objective: Objective | undefined): Expectation[] {
    const expectations: Expectation[] = [];
    this.#modes.mode = 'evaluation';
    for (const statement of this.#tree.statementsOfKind('expect')) {
      if (statement.kind !== 'expect' || this.#module.names.unresolved.has(statement)) continue;
      const context = { statement, paramPrefix: '', objectiveBackwardPass: objective?.backwardPass };
      if (!this.#lowerExpressionsOf(statement, context)) continue;
      const expectation = lowerExpectation(statement, this.#frame, this.#builder);
      if (isProblem(expectation)) this.#problems.push(expectation);
      else expectations.push(expectation);
    }
    return expectations;
  }
}

function hasSameSplit(a: SampleSplit, b: SampleSplit): boolean {
  return a.holdout === b.holdout && (a.holdout === 0 || a.seed === b.seed);
}
