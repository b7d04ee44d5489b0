/** Checkpoints: safetensors files of learned params, and of the state from which training continues. */

import * as l10n from '@vscode/l10n';
import { isReadFailure, type ReadFailure } from '../data/readFailure.ts';
import { readSafetensorsInSlices, writeSafetensors } from '../data/safetensors.ts';
import { keptMetadata } from '../data/safetensorsHeader.ts';
import type { Tensor } from '../engine/ir/tensor.ts';
import { elementsPerSlice } from '../engine/runtime/slices.ts';
import type { BatchCursor } from '../engine/training/epochs.ts';
import { type OptimizerState, optimizers } from '../engine/training/optimizers.ts';
import type { OrderState } from '../engine/training/trainingRun.ts';
import type { TrainingProgress } from '../snapshot/training/trainingProgress.ts';

export interface Checkpoint {
  readonly learnedParams: ReadonlyMap<string, Tensor>;
  /** Absent if the file has only params. */
  readonly trainingProgress?: TrainingProgress | ReadFailure;
}

/**
 * The names of tensors that are no params begin with it. Those of the param `W` are `optimizer/W/step`, its state buffers
 * under the names of torch.optim, such as `optimizer/W/exp_avg`, and `optimizer/W/value` if the text holds it.
 */
const prefix = 'optimizer/';
const stepKey = 'step';
const valueKey = 'value';

/** @param includesState false to write the params alone. */
export function writeCheckpoint(
  { stepCount, states, learnedParams, resumeState }: TrainingProgress,
  includesState: boolean,
): Uint8Array {
  if (!includesState || resumeState === undefined) return writeSafetensors(learnedParams);
  const { optimizer, order, written } = resumeState;
  const tensors = new Map(learnedParams);
  const { stateNames } = optimizers.find(({ name }) => name === optimizer)!;
  // A buffer that no param uses, such as the momentum of plain gradient descent, is left out.
  const state = stateNames.filter((_, i) => [...states.values()].some(({ stateBuffers }) => !isZero(stateBuffers[i])));
  for (const [name, { steps, stateBuffers }] of states) {
    const shape = (written.get(name) ?? learnedParams.get(name))!.shape;
    tensors.set(`${prefix}${name}/${stepKey}`, { shape: [], values: Float64Array.of(steps) });
    for (const [i, values] of stateBuffers.entries()) {
      if (state.includes(stateNames[i])) tensors.set(`${prefix}${name}/${stateNames[i]}`, { shape, values });
    }
  }
  for (const [name, tensor] of written) tensors.set(`${prefix}${name}/${valueKey}`, tensor);
  return writeSafetensors(tensors, { [keptMetadata]: JSON.stringify({ optimizer, step: stepCount, state, ...order }) });
}

function isZero(values: Float64Array): boolean {
  return values.every((value) => Object.is(value, 0));
}

/** The steps with the learned params of a checkpoint, if they have none themselves. */
export function withSavedValues(trainingProgress: TrainingProgress, saved: Checkpoint | undefined): TrainingProgress {
  return trainingProgress.learnedParams.size === 0 && saved
    ? { ...trainingProgress, learnedParams: saved.learnedParams }
    : trainingProgress;
}

/** Reads a checkpoint in slices. Never throws, whatever the bytes. */
export function* readCheckpointInSlices(bytes: Uint8Array): Generator<undefined, Checkpoint | ReadFailure> {
  const file = yield* readSafetensorsInSlices(bytes);
  if (isReadFailure(file)) return file;
  const learnedParams = new Map<string, Tensor>();
  const stateTensors = new Map<string, Tensor>();
  for (const [name, tensor] of file.tensors) (name.startsWith(prefix) ? stateTensors : learnedParams).set(name, tensor);
  if (stateTensors.size === 0 && file.metadata === undefined) return { learnedParams };
  return { learnedParams, trainingProgress: yield* readState(file.metadata, learnedParams, stateTensors) };
}

function* readState(
  metadata: string | undefined,
  learnedParams: ReadonlyMap<string, Tensor>,
  stateTensors: ReadonlyMap<string, Tensor>,
): Generator<undefined, TrainingProgress | ReadFailure> {
  const description = metadata === undefined ? undefined : readDescription(metadata);
  if (description === undefined) return { failure: l10n.t`its metadata have no valid entry ${keptMetadata}` };
  const { optimizer, step, state: requiredStates, order } = description;
  const groups = new Map<string, Map<string, Tensor>>();
  for (const [name, tensor] of stateTensors) {
    const end = name.lastIndexOf('/');
    const param = name.slice(prefix.length, end);
    if (!groups.has(param)) groups.set(param, new Map());
    groups.get(param)!.set(name.slice(end + 1), tensor);
  }
  const states = new Map<string, OptimizerState>();
  const written = new Map<string, Tensor>();
  const { stateNames = [], squareStates = [] } = optimizers.find(({ name }) => name === optimizer) ?? {};
  const incomplete = (name: string): ReadFailure => ({ failure: l10n.t`the state of '${name}' is not complete` });
  for (const [name, group] of groups) {
    const value = group.get(valueKey);
    if (value) written.set(name, value);
    const size = (value ?? learnedParams.get(name))?.values.length;
    const [steps] = group.get(stepKey)?.values ?? [];
    const isComplete = requiredStates.every((key) => group.has(key));
    if (size === undefined || !isCount(steps) || !isComplete) return incomplete(name);
    const stateBuffers = stateNames.map((key) => group.get(key)?.values ?? new Float64Array(size));
    for (const [i, values] of stateBuffers.entries()) {
      const least = squareStates.includes(stateNames[i]) ? 0 : Number.NEGATIVE_INFINITY;
      const isValid = values.length === size && (yield* areValidInSlices(values, least));
      if (!isValid) return { failure: l10n.t`the state of '${name}' doesn't fit its value` };
    }
    states.set(name, { steps, stateBuffers });
  }
  if (requiredStates.length > 0 && states.size === 0) return incomplete([...learnedParams.keys()][0] ?? '');
  return { stepCount: step, states, learnedParams, resumeState: { optimizer, order, written } };
}

/** True if all values are finite and at least `least`. */
function* areValidInSlices(values: Float64Array, least: number): Generator<undefined, boolean> {
  for (let i = 0; i < values.length; i++) {
    if (!(Number.isFinite(values[i]) && values[i] >= least)) return false;
    if ((i + 1) % elementsPerSlice === 0) yield;
  }
  return true;
}

interface Description {
  readonly optimizer: string;
  readonly step: number;
  /** The names of the state buffers that every param has; the others are 0. */
  readonly state: readonly string[];
  readonly order: OrderState;
}

/** In characters; longer than any that is written. */
const maxDescriptionLength = 2000;

/** Undefined if it was not written by `writeCheckpoint`. */
function readDescription(json: string): Description | undefined {
  if (json.length > maxDescriptionLength) return undefined;
  let value: Readonly<Record<string, unknown>>;
  try {
    value = toObject(JSON.parse(json));
  } catch {
    return undefined;
  }
  const { optimizer, step, state = [], samples, epoch } = value;
  const { batch, seed, holdout, isSequential, origin } = toObject(value.batchOrder);
  if (typeof optimizer !== 'string' || !isCount(step) || !isCount(samples) || !isCount(epoch)) return undefined;
  if (!isStrings(state)) return undefined;
  if (!(batch === undefined || (isCount(batch) && batch > 0))) return undefined;
  if (!Number.isSafeInteger(seed) || typeof holdout !== 'number') return undefined;
  if (!(isSequential === undefined || isSequential === true)) return undefined;
  const { step: originStep, epoch: originEpoch } = origin === undefined ? { step: 0, epoch: 0 } : toObject(origin);
  if (!isCount(originStep) || !isCount(originEpoch) || originStep > step) return undefined;
  const cursor = value.cursor === undefined ? undefined : readCursor(toObject(value.cursor));
  if (value.cursor !== undefined && cursor === undefined) return undefined;
  const batchOrder = {
    seed: seed as number,
    holdout,
    ...(batch !== undefined && { batch }),
    ...(isSequential && { isSequential: true as const }),
    ...(origin !== undefined && { origin: { step: originStep, epoch: originEpoch } }),
  };
  return { optimizer, step, state, order: { batchOrder, samples, epoch, cursor } };
}

/** The generator has four words of 32 bits. */
function readCursor({ origin, epoch, random }: Readonly<Record<string, unknown>>): BatchCursor | undefined {
  if (!isCount(origin) || !isCount(epoch)) return undefined;
  const isState = Array.isArray(random) && random.length === 4 && random.every((word) => word === (word | 0));
  return isState ? { origin, epoch, random } : undefined;
}

function toObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/** Far more steps than anyone takes, and so few that counting on is exact. */
const maxCount = 2 ** 50;

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= maxCount;
}
