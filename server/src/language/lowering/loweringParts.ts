/** The parts of lowering, created in the order in which they depend on each other. */

import { Program } from '../../engine/ir/program.ts';
import { limits } from '../modelLimits.ts';
import type { Module } from '../names/modules/module.ts';
import type { Problem } from '../problems/problems.ts';
import type { Definition } from '../syntax/ast.ts';
import { CheckedBuilder, type LoweringFailure } from './checkedBuilder.ts';
import type { LoweringContext } from './context.ts';
import { FileFrames } from './expressions/fileFrames.ts';
import type { Frame } from './expressions/frame.ts';
import { Inliner } from './expressions/inliner.ts';
import { ExpressionLowering } from './expressions/lowerExpressions.ts';
import { Members } from './expressions/members.ts';
import { ModeLowering } from './expressions/modeLowering.ts';
import type { SplitSettings } from './holdout/sampleSplit.ts';
import { TrainingSampleStatistics } from './holdout/trainingSampleStatistics.ts';
import { createIncrementalLowering, type IncrementalLowering, type PreviousModel } from './incrementalLowering.ts';
import { ConstLowering } from './inputs/constLowering.ts';
import { DataDependence } from './inputs/dataDependence.ts';
import { DataLowering } from './inputs/dataLowering.ts';
import { FileValues } from './inputs/fileValues.ts';
import { ModeDependentCalls } from './inputs/modeDependentCalls.ts';
import { ParamList } from './inputs/paramList.ts';
import { ParamLowering } from './inputs/paramLowering.ts';
import { RunningStatisticsLowering } from './inputs/runningStatisticsLowering.ts';
import type { StackedSteps } from './model.ts';
import { SourceMap } from './sourceMap.ts';
import { CounterLeaves } from './statements/counterLeaves.ts';

export interface LoweringInputs {
  readonly module: Module;
  readonly context: LoweringContext;
  readonly split: SplitSettings;
  /** A version whose unchanged nodes are reused. */
  readonly previous: PreviousModel | undefined;
}

export interface LoweringParts {
  readonly program: Program;
  readonly builder: CheckedBuilder;
  readonly sourceMap: SourceMap;
  /** The arrays of the model with these names. */
  readonly statementNodes: Int32Array;
  readonly firstNodes: Int32Array;
  readonly isReusable: Uint8Array;
  readonly params: ParamLowering;
  readonly data: DataLowering;
  readonly consts: ConstLowering;
  readonly runningStatistics: RunningStatisticsLowering;
  readonly dependence: DataDependence;
  readonly modeDependentCalls: ModeDependentCalls;
  readonly modes: ModeLowering;
  /** Absent if no samples are held out. */
  readonly trainingSampleStatistics: TrainingSampleStatistics | undefined;
  readonly inliner: Inliner;
  readonly expressions: ExpressionLowering;
  readonly counters: CounterLeaves;
  /** The recurrences of the file. */
  readonly recurrences: StackedSteps[];
  /** The frame of the model's file. */
  readonly frame: Frame;
  readonly incremental: IncrementalLowering | undefined;
}

/** @param problems takes those that the parts find. */
export function createLoweringParts(
  { module, context, split, previous }: LoweringInputs,
  problems: Problem[],
): LoweringParts {
  const { tree, names } = module;
  const { mode = 'training', draw = 0 } = context;
  const { seed } = split;
  const program = new Program(previous?.model.program);
  const sourceMap = new SourceMap(program, previous?.model.sourceMap);
  const statementNodes = new Int32Array(tree.statementCount).fill(-1);
  const firstNodes = new Int32Array(tree.length + 1);
  const isReusable = new Uint8Array(tree.length);
  const paramList = new ParamList(tree);
  const modeDependentCalls = new ModeDependentCalls();
  const dependence = new DataDependence(program, paramList, modeDependentCalls);
  // A mini-batch takes its consts and data from the model with all samples.
  const holdsOut = split.holdout > 0 && context.sampleCount === undefined;
  const trainingSampleStatistics = holdsOut ? new TrainingSampleStatistics(program, split, dependence) : undefined;
  const builder = new CheckedBuilder(program, seed, maxElementsOf(context), trainingSampleStatistics, draw);
  const isDefined = (name: string): boolean => names.definitions.has(name);
  const params = new ParamLowering(paramList, builder, isDefined, seed, context, problems);
  const isReserved = (path: string): boolean => params.isReserved(path);
  const runningStatistics = new RunningStatisticsLowering(module, builder, context.learnedParams, isReserved, problems);
  const modes = new ModeLowering(builder, runningStatistics, modeDependentCalls, mode);
  const files = new FileValues(builder, context);
  const data = new DataLowering(builder, files, context, problems);
  const consts = new ConstLowering(builder, dependence, data, context);
  const lowerImportedConst = (definition: Definition, frame: Frame): LoweringFailure | undefined => {
    // It may be in the middle of a statement that calls a function of the imported file.
    builder.preventReuse();
    const endRegion = sourceMap.beginRegion({ kind: 'const', definition }, frame.module);
    const failure = expressions.lower(definition, frame, { statement: definition, paramPrefix: '' });
    endRegion(failure ? undefined : frame.nodeOf(definition.value));
    return failure;
  };
  const frames = new FileFrames(statementNodes, problems, lowerImportedConst);
  const inliner = new Inliner(builder, params, consts, frames, sourceMap);
  const counters = new CounterLeaves(program, context.counters ?? [0, 0, 1]);
  const members = new Members(params);
  const expressions = new ExpressionLowering(builder, files, inliner, members, modes, sourceMap, counters, problems);
  const frame = frames.frameOf(module);
  const isOfAllSamples = context.sampleCount === undefined;
  const hasSameContext =
    isOfAllSamples && previous?.model.mode === mode && hasSameSplit(previous.model.reuseInfo.split, split);
  const incremental = createIncrementalLowering(hasSameContext ? previous : undefined, module, {
    program,
    sourceMap,
    statementNodes,
    expressionNodes: frame.expressionNodes,
    firstNodes,
    isReusable,
    maxElements: maxElementsOf(context),
  });
  return {
    program,
    builder,
    sourceMap,
    statementNodes,
    firstNodes,
    isReusable,
    params,
    data,
    consts,
    runningStatistics,
    dependence,
    modeDependentCalls,
    modes,
    trainingSampleStatistics,
    inliner,
    expressions,
    counters,
    recurrences: [],
    frame,
    incremental,
  };
}

/** The limit on the elements of a program. */
export function maxElementsOf({ hasInputsOnly }: LoweringContext): number {
  return hasInputsOnly ? Number.POSITIVE_INFINITY : limits.elements;
}

function hasSameSplit(a: SplitSettings, b: SplitSettings): boolean {
  return a.holdout === b.holdout && (a.holdout === 0 || a.seed === b.seed);
}
