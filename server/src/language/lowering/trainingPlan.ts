/** `train adam(lr = 0.01, batch = 32, epochs = 20)`: the optimizer with its hyperparameters, and the way through the samples. */

import * as l10n from '@vscode/l10n';
import { precisions } from '../../engine/ir/precision.ts';
import { showShape } from '../../engine/ir/shape.ts';
import { defaultOptimizer, type Optimizer, optimizers } from '../../engine/training/optimizers.ts';
import { similarName } from '../base/suggest.ts';
import { type Bound, bindArguments, isProblem } from '../names/bindArguments.ts';
import { type Problem, problem } from '../problems/problems.ts';
import type { Expression, Training, Tree } from '../syntax/tree.ts';
import type { Builder } from './builder.ts';
import type { Frame } from './frame.ts';
import type { Hyperparameter, Schedule, TrainingPlan } from './model.ts';
import { knownOf } from './operatorCall.ts';

/** How `Train` goes through the samples, whatever the optimizer: a setting is a number, or a text in quotes. */
export type ScheduleRow = {
  readonly name: keyof Schedule;
  readonly doc: string;
  /** What makes sense, in words that follow "is". */
  readonly words: string;
} & ({ readonly holds: (value: number) => boolean } | { readonly texts: readonly string[] });

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;

export const scheduleTable: readonly ScheduleRow[] = [
  {
    name: 'batch',
    doc: 'Samples a step; all of them where it is left out.',
    words: 'a whole number from 1',
    holds: isCount,
  },
  { name: 'epochs', doc: 'How often every sample is seen.', words: 'a whole number from 1', holds: isCount },
  {
    name: 'seed',
    doc: 'What the order of the samples and drawn params are drawn from.',
    words: 'a whole number',
    holds: Number.isSafeInteger,
  },
  {
    name: 'holdout',
    doc: 'The share of samples that training never sees, and is judged by.',
    words: 'a number from 0 to below 1',
    holds: (value) => value >= 0 && value < 1,
  },
  {
    name: 'precision',
    doc: 'What steps are computed in: numbers of 64 bits, "f64", as all else is, or for speed of 32 bits, "f32".',
    words: precisions.map((precision) => `"${precision}"`).join(' or '),
    texts: precisions,
  },
];

const defaultSchedule: Schedule = { seed: 0, holdout: 0, precision: 'f64' };

/** What a file without a `train` statement trains with. */
export const defaultPlan: TrainingPlan = {
  optimizer: defaultOptimizer,
  hyperparameters: new Map(),
  schedule: defaultSchedule,
};

/** The plan of a statement whose expressions have nodes. */
export function trainingPlanOf(statement: Training, frame: Frame, builder: Builder): TrainingPlan | Problem {
  const { optimizer: identifier } = statement;
  const optimizer = optimizers.find(({ name }) => name === identifier.name);
  if (optimizer === undefined) {
    const known = optimizers.map(({ name }) => name);
    const similar = similarName(identifier.name, known);
    return problem('undefined-optimizer', identifier, identifier.name, known.join(', '), similar);
  }
  const bound = bindArguments(identifier, signatureOf(optimizer), statement.arguments);
  if (isProblem(bound)) return bound;
  const hyperparameters = hyperparametersOf(optimizer, bound, frame, builder);
  if ('code' in hyperparameters) return hyperparameters;
  const schedule = scheduleOf(bound, frame, builder);
  return 'code' in schedule ? schedule : { optimizer, hyperparameters, schedule };
}

/**
 * What drawn params are drawn from: known before anything else of the file is, so it is written out. Where the statement
 * can't be read, the seed that stands in it counts all the same: while it is typed, no other number may jump.
 */
export function seedOf(tree: Tree, text: string): number {
  const [training] = tree.meant('train');
  if (training === undefined) return defaultSchedule.seed;
  const read = training.kind === 'train' ? givenSeed(training) : undefined;
  return read ?? Number(writtenSeed.exec(text.slice(training.start, training.end))?.[1] ?? defaultSchedule.seed);
}

const writtenSeed = /\bseed\s*=\s*(\d{1,15})/;

function givenSeed({ optimizer: identifier, arguments: given }: Training): number | undefined {
  const optimizer = optimizers.find(({ name }) => name === identifier.name);
  const bound = optimizer && bindArguments(identifier, signatureOf(optimizer), given);
  const seed = bound && !isProblem(bound) ? bound.get('seed') : undefined;
  return seed && isSeed(seed) ? seed.value : undefined;
}

function isSeed(expression: Expression): expression is Expression & { kind: 'number' } {
  return expression.kind === 'number' && Number.isSafeInteger(expression.value);
}

function signatureOf({ name, hyperparameters }: Optimizer) {
  const own = hyperparameters.map((parameter) => ({ ...parameter, isRequired: false }));
  return { name, parameters: [...own, ...scheduleTable.map((row) => ({ name: row.name, isRequired: false }))] };
}

function hyperparametersOf(
  { hyperparameters }: Optimizer,
  bound: Bound,
  frame: Frame,
  { program }: Builder,
): ReadonlyMap<string, Hyperparameter> | Problem {
  const found = new Map<string, Hyperparameter>();
  for (const { name } of hyperparameters) {
    const expression = bound.get(name);
    if (expression === undefined) continue;
    if (expression.kind === 'string') return problem('string-not-here', expression);
    const node = frame.nodeOf(expression);
    const shape = program.shape(node);
    if (shape.length > 0) return problem('not-scalar', expression, name, showShape(shape));
    found.set(name, { node, expression });
  }
  return found;
}

function scheduleOf(bound: Bound, frame: Frame, builder: Builder): Schedule | Problem {
  const given: Partial<Record<keyof Schedule, number | string>> = {};
  for (const row of scheduleTable) {
    const expression = bound.get(row.name);
    if (expression === undefined) continue;
    const value = 'texts' in row ? textOf(row.texts, expression) : numberOf(row, expression, frame, builder);
    if (value === undefined) return problem('not-a-setting', expression, row.name, l10n.t(row.words));
    given[row.name] = value;
  }
  return { ...defaultSchedule, ...given } as Schedule;
}

function textOf(texts: readonly string[], expression: Expression): string | undefined {
  return expression.kind === 'string' && texts.includes(expression.value) ? expression.value : undefined;
}

function numberOf(
  { name, holds }: ScheduleRow & { readonly holds: (value: number) => boolean },
  expression: Expression,
  frame: Frame,
  builder: Builder,
): number | undefined {
  if (name === 'seed' && !isSeed(expression)) return undefined;
  const value = knownOf(expression, frame, builder);
  return value !== undefined && holds(value) ? value : undefined;
}
