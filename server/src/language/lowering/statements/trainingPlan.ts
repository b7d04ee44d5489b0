/** Lowers `train adam(lr = 0.01, batch = 32, epochs = 20)`: the optimizer, its hyperparameters, and the settings. */

import * as l10n from '@vscode/l10n';
import { precisions } from '../../../engine/ir/precision.ts';
import type { NodeId, Program } from '../../../engine/ir/program.ts';
import { formatShape } from '../../../engine/ir/shape.ts';
import { markNeeded } from '../../../engine/ir/subgraph.ts';
import { clippingTable } from '../../../engine/training/clipping.ts';
import { conditionName } from '../../../engine/training/condition.ts';
import { type CounterLeaves, noCounterLeaves } from '../../../engine/training/counters.ts';
import { heldOutCount } from '../../../engine/training/epochs.ts';
import { defaultOptimizer, type Optimizer, optimizers, ranges } from '../../../engine/training/optimizers.ts';
import { optimizerFor } from '../../foreign/optimizers.ts';
import { type BoundArguments, bindArguments } from '../../names/calls/bindArguments.ts';
import { counterNamed } from '../../names/resolution/counters.ts';
import { isProblem, type Problem, problem } from '../../problems/problems.ts';
import { type Expression, rangeIn, type TrainStatement } from '../../syntax/ast.ts';
import type { Tree } from '../../syntax/tree/tree.ts';
import { findSimilarName } from '../../text/findSimilarName.ts';
import type { CheckedBuilder } from '../checkedBuilder.ts';
import type { Frame } from '../expressions/frame.ts';
import { evaluateConstant } from '../expressions/operatorCall.ts';
import type { SplitSettings } from '../holdout/sampleSplit.ts';
import type { LoweringParts } from '../loweringParts.ts';
import type { Hyperparameter, TrainingPlan, TrainSettings } from '../model.ts';

/** A setting of `train` for any optimizer: a number or a string. */
export type TrainSetting = {
  readonly name: keyof TrainSettings;
  readonly doc: string;
  /** The valid values, phrased to follow "must be". */
  readonly requirement: string;
} & ({ readonly isValid: (value: number) => boolean } | { readonly texts: readonly string[] });

const isSeed = (value: number): boolean => Number.isSafeInteger(value);
const isShare = (value: number): boolean => value >= 0 && value < 1;
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;

export const trainSettings: readonly TrainSetting[] = [
  {
    name: 'batch',
    doc: 'The number of samples per step; all of them by default.',
    requirement: 'a whole number, 1 or greater',
    isValid: isCount,
  },
  {
    name: 'epochs',
    doc: 'The number of passes over the training samples.',
    requirement: 'a whole number, 1 or greater',
    isValid: isCount,
  },
  {
    name: 'seed',
    doc: 'The seed for the order of the samples, the choice of held-out ones, randomly initialized params, random nodes and masks of dropout.',
    requirement: 'a whole number',
    isValid: isSeed,
  },
  {
    name: 'holdout',
    doc: 'The fraction of the samples to hold out: training and statistics in consts do not use them, and the held-out loss is computed on them, in evaluation mode.',
    requirement: 'a number from 0 to less than 1',
    isValid: isShare,
  },
  {
    name: 'precision',
    doc: 'The precision of training steps: "f64" (64 bits), as everywhere else, or "f32" (32 bits) for speed.',
    requirement: precisions.map((precision) => `"${precision}"`).join(' or '),
    texts: precisions,
  },
  {
    name: 'shuffle',
    doc: '1 to visit the samples in a new order in each epoch, 0 for the order of the file.',
    requirement: ranges.switch.requirement,
    isValid: ranges.switch.contains,
  },
];

/** Settings for any optimizer that are computed at each step or epoch, as hyperparameters are. */
export const computedSettings: readonly {
  readonly name: string;
  readonly doc: string;
  readonly requirement: string;
}[] = [
  ...clippingTable.map(({ name, doc, range }) => ({ name, doc, requirement: ranges[range].requirement })),
  {
    name: conditionName,
    doc: 'A run ends after an epoch if this is not 0 over all training samples, as in until = L < 1e-3.',
    requirement: 'a scalar',
  },
];

const defaultSettings: TrainSettings = { seed: 0, holdout: 0, precision: 'f64', shuffle: 1 };

/** The plan of a file without a `train` statement. */
export const defaultPlan: TrainingPlan = {
  optimizer: defaultOptimizer,
  hyperparameters: new Map(),
  settings: defaultSettings,
  counters: noCounterLeaves,
};

/** Lowers a statement whose expressions have been lowered. */
export function lowerTrainingPlan(
  statement: TrainStatement,
  { frame, builder, counters: { leaves: counters } }: Pick<LoweringParts, 'frame' | 'builder' | 'counters'>,
): TrainingPlan | Problem {
  const { optimizer: identifier } = statement;
  const optimizer = optimizers.find(({ name }) => name === identifier.name);
  if (optimizer === undefined) {
    const optimizerNames = optimizers.map(({ name }) => name);
    const suggestion = optimizerFor(identifier.name) ?? findSimilarName(identifier.name, optimizerNames);
    const range = rangeIn(statement, identifier);
    return problem('undefined-optimizer', range, identifier.name, optimizerNames.join(', '), suggestion);
  }
  const bound = bindArguments(statement, identifier, signatureOf(optimizer), statement.arguments);
  if (isProblem(bound)) return bound;
  const hyperparameters = lowerHyperparameters(optimizer, bound, frame, builder, counters);
  if (isProblem(hyperparameters)) return hyperparameters;
  const settings = evaluateSettings(bound, frame, builder);
  if (isProblem(settings)) return settings;
  const unbounded = settings.epochs === undefined ? stepsIn(statement, frame) : undefined;
  if (unbounded) return problem('steps-without-epochs', frame.rangeOf(unbounded));
  const holdout = bound.get('holdout');
  return { optimizer, hyperparameters, settings, counters, ...(holdout && { holdoutRange: frame.rangeOf(holdout) }) };
}

/** The first use of the number of steps in the arguments. */
function stepsIn(statement: TrainStatement, { module }: Frame): Expression | undefined {
  return module.tree
    .expressionsIn(statement)
    .find(
      (expression) => expression.kind === 'name' && counterNamed(expression.name, statement, module.names) === 'steps',
    );
}

/** Reports a fraction that holds out none of the samples although it is not 0. @param samples undefined if unknown. */
export function nothingHeldOut(
  { settings, holdoutRange }: TrainingPlan,
  samples: number | undefined,
): Problem | undefined {
  if (holdoutRange === undefined || settings.holdout === 0 || samples === undefined) return undefined;
  if (heldOutCount(samples, settings.holdout) > 0) return undefined;
  return problem('nothing-held-out', holdoutRange, samples, smallestHoldout(samples));
}

/** A short fraction that holds out one sample; undefined if there is none, or no other to train on. */
export function smallestHoldout(samples: number): number | undefined {
  const digits = 10 ** (Math.ceil(Math.log10(samples)) + 1);
  return samples < 2 ? undefined : Math.ceil(digits / samples) / digits;
}

/**
 * The settings that are needed before anything is lowered: the seed of random params, which must be a literal, and the share
 * that is held out, which is 0 here unless it is a literal. If the `train` statement can't be parsed, they are taken from its
 * text, so that the params don't change while the statement is being typed.
 */
export function findSplit(tree: Tree, text: string): SplitSettings {
  const { seed, holdout } = defaultSettings;
  const [training] = tree.statementsOfKind('train');
  if (training === undefined) return { seed, holdout };
  const source = text.slice(training.start, training.end);
  const settingOf = (name: 'seed' | 'holdout'): number | undefined => {
    const parsed = training.kind === 'train' ? literalArgument(training, name) : undefined;
    const typed = literalPatterns[name].exec(source)?.[1];
    return parsed ?? (typed === undefined ? undefined : Number(typed));
  };
  return { seed: settingOf('seed') ?? seed, holdout: settingOf('holdout') ?? holdout };
}

/** True if the `train` statement sets the samples per step, also while it can't be parsed. */
export function setsBatch(tree: Tree, text: string): boolean {
  const [training] = tree.statementsOfKind('train');
  if (training === undefined) return false;
  if (training.kind === 'train') return training.arguments.some(({ keyword }) => keyword?.name === 'batch');
  return /\bbatch\s*=/.test(text.slice(training.start, training.end));
}

const literalPatterns = { seed: /\bseed\s*=\s*(\d{1,15})/, holdout: /\bholdout\s*=\s*(0?\.\d{1,15})(?![\d.e])/ };

function literalArgument(statement: TrainStatement, name: 'seed' | 'holdout'): number | undefined {
  const { optimizer: identifier, arguments: args } = statement;
  const optimizer = optimizers.find((candidate) => candidate.name === identifier.name);
  const bound = optimizer && bindArguments(statement, identifier, signatureOf(optimizer), args);
  const argument = bound && !isProblem(bound) ? bound.get(name) : undefined;
  if (argument?.kind !== 'number') return undefined;
  const isValid = name === 'seed' ? isSeed : isShare;
  return isValid(argument.value) ? argument.value : undefined;
}

function isSeedLiteral(expression: Expression): expression is Expression & { kind: 'number' } {
  return expression.kind === 'number' && Number.isSafeInteger(expression.value);
}

function signatureOf({ name, hyperparameters }: Optimizer) {
  const optimizerParameters = hyperparameters.map((parameter) => ({ ...parameter, isRequired: false }));
  return {
    name,
    parameters: [
      ...optimizerParameters,
      ...[...trainSettings, ...computedSettings].map((setting) => ({ name: setting.name, isRequired: false })),
    ],
  };
}

function lowerHyperparameters(
  { hyperparameters }: Optimizer,
  bound: BoundArguments,
  frame: Frame,
  { program }: CheckedBuilder,
  counters: CounterLeaves,
): ReadonlyMap<string, Hyperparameter> | Problem {
  const hyperparameterNodes = new Map<string, Hyperparameter>();
  for (const { name } of [...hyperparameters, ...computedSettings]) {
    const expression = bound.get(name);
    if (expression === undefined) continue;
    if (expression.kind === 'string') return problem('misplaced-string', frame.rangeOf(expression));
    const node = frame.nodeOf(expression);
    const shape = program.shape(node);
    if (shape.length > 0) return problem('not-scalar', frame.rangeOf(expression), name, formatShape(shape));
    const isScheduled = dependsOn(program, node, counters);
    hyperparameterNodes.set(name, { node, range: frame.rangeOf(expression), isScheduled });
  }
  return hyperparameterNodes;
}

/** True if a node depends on one of the leaves. */
function dependsOn(program: Program, node: NodeId, leaves: readonly NodeId[]): boolean {
  const created = leaves.filter((leaf) => leaf >= 0);
  if (created.length === 0) return false;
  const first = Math.min(...created);
  const isNeeded = markNeeded(program, [node], first);
  return created.some((leaf) => isNeeded[leaf - first] === 1);
}

function evaluateSettings(bound: BoundArguments, frame: Frame, builder: CheckedBuilder): TrainSettings | Problem {
  const settings: Partial<Record<keyof TrainSettings, number | string>> = {};
  for (const setting of trainSettings) {
    const expression = bound.get(setting.name);
    if (expression === undefined) continue;
    const value =
      'texts' in setting ? chosenText(setting.texts, expression) : evaluateSetting(setting, expression, frame, builder);
    if (value === undefined)
      return problem('invalid-setting', frame.rangeOf(expression), setting.name, l10n.t(setting.requirement));
    settings[setting.name] = value;
  }
  return { ...defaultSettings, ...settings } as TrainSettings;
}

function chosenText(texts: readonly string[], expression: Expression): string | undefined {
  return expression.kind === 'string' && texts.includes(expression.value) ? expression.value : undefined;
}

function evaluateSetting(
  { name, isValid }: TrainSetting & { readonly isValid: (value: number) => boolean },
  expression: Expression,
  frame: Frame,
  builder: CheckedBuilder,
): number | undefined {
  if (name === 'seed' && !isSeedLiteral(expression)) return undefined;
  const value = evaluateConstant(expression, frame, builder);
  return value !== undefined && isValid(value) ? value : undefined;
}
