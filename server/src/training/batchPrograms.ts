/** A model as the programs that its steps run: one for each number of samples that are evaluated together. */

import * as l10n from '@vscode/l10n';
import { adjointOf } from '../engine/autodiff/differentiate.ts';
import type { NodeId } from '../engine/ir/program.ts';
import { type Shape, sameShape, showShape } from '../engine/ir/shape.ts';
import { partFor } from '../engine/ir/subgraph.ts';
import type { Tensor } from '../engine/ir/tensor.ts';
import { flatten } from '../engine/ir/transfer.ts';
import { elementsOf } from '../engine/runtime/execute.ts';
import type { Batches } from '../engine/training/batches.ts';
import type { BatchProgram } from '../engine/training/batchProgram.ts';
import { lower } from '../language/lowering/lower.ts';
import { type Model, nodeAt } from '../language/lowering/model.ts';
import { isRefusal, type Refusal, refusedForBatch, type Trainable } from './refusal.ts';

/** How many samples all data have. */
export function samplesOf({ data, program }: Model): number {
  return data.length === 0 ? 0 : program.shape(data[0].node)[0];
}

/** Those for steps that take so many samples each; and where the objective is asked for over whole sets, for these. */
export function programsFor(
  snapshot: Trainable,
  { training, heldOut }: Batches,
  ofSteps: ReadonlySet<number>,
  isMeasured: boolean,
): BatchProgram[] | Refusal {
  const measured = isMeasured ? [training.length, ...(heldOut.length > 0 ? [heldOut.length] : [])] : [];
  const programs: BatchProgram[] = [];
  for (const length of new Set([...ofSteps, ...measured])) {
    const model = modelFor(snapshot, length);
    if (isRefusal(model)) return model;
    programs.push(programOf(snapshot.model, model, length, ofSteps.has(length)));
  }
  return programs;
}

type Objective = Pick<Trainable['model'], 'objective' | 'training'>;

/** The model with so many samples, instead of all. */
export function modelFor(snapshot: Trainable, length: number): (Model & Objective) | Refusal {
  const samples = samplesOf(snapshot.model);
  if (length === samples) return snapshot.model;
  const model = lowered(snapshot, length);
  if (isRefusal(model) || length !== 1) return model;
  // One sample broadcasts to anything, so whether a model fits its batches is seen with more.
  const fit = lowered(snapshot, samples === 2 ? 3 : 2);
  return isRefusal(fit) ? fit : model;
}

function lowered(snapshot: Trainable, length: number): (Model & Objective) | Refusal {
  const surroundings = { ...snapshot.surroundings, samples: length, consts: constsOf(snapshot) };
  const { model, problems } = lower(snapshot.module, surroundings);
  const { objective, training } = model;
  if (objective === undefined || training === undefined || !model.fitsMemory) {
    return refusedForBatch(snapshot, length, problems.find(({ severity }) => severity === 'error')!);
  }
  for (const [i, { name, node }] of model.data.entries()) {
    const [, ...all] = snapshot.model.program.shape(snapshot.model.data[i].node);
    const [, ...some] = model.program.shape(node);
    if (!sameShape(all, some)) return refusedForSamples(name, all, some, length);
  }
  return { ...model, objective, training };
}

/** What is constant, as all samples make it. */
function constsOf({ tree, model, evaluation: { values } }: Trainable): ReadonlyMap<string, Tensor> {
  const consts = new Map<string, Tensor>();
  for (const statement of tree.statements) {
    const node = statement.kind === 'const' ? nodeAt(model.statementNodes, statement.index) : undefined;
    if (statement.kind !== 'const' || node === undefined) continue;
    const shape = model.program.shape(node);
    consts.set(statement.name.name, { shape, values: elementsOf(model.program, values, node) });
  }
  return consts;
}

function refusedForSamples(name: string, all: Shape, some: Shape, length: number): Refusal {
  const [was, is] = [showShape(all), showShape(some)];
  return {
    refusal: l10n.t`No step taken: a sample of ${name} is ${was}, and with a batch of ${length} samples it is ${is}.`,
  };
}

/** @param whole the model with all samples, whose params and data the job lists. */
function programOf(whole: Model, model: Model & Objective, samples: number, isForSteps: boolean): BatchProgram {
  const { gradient } = model.objective;
  const nodes = new Map(model.params.map(({ name, node }) => [name, node]));
  const adjoints = whole.params.map(({ name }) => {
    const node = isForSteps ? nodes.get(name) : undefined;
    return node === undefined ? -1 : (adjointOf(gradient, node) ?? -1);
  });
  const hyperparameters = [...model.training.hyperparameters].map(([name, { node }]) => [name, node] as const);
  return batchProgram(whole, model, samples, { root: gradient.root, adjoints, hyperparameters });
}

/** What is wanted of a model besides its params, data and draws, as nodes of it. */
interface Wanted {
  readonly root: NodeId;
  /** By param; −1 where none is wanted. */
  readonly adjoints: readonly NodeId[];
  readonly hyperparameters: readonly (readonly [name: string, node: NodeId])[];
}

/** The part of a model that some of its nodes need. @param whole the model with all samples, whose params and data are listed. */
export function batchProgram(
  whole: Model,
  { program, params, data, draw = -1 }: Model,
  samples: number,
  { root, adjoints, hyperparameters }: Wanted,
): BatchProgram {
  const wanted = [root, ...adjoints.filter((node) => node >= 0), ...hyperparameters.map(([, node]) => node)];
  const part = partFor(program, wanted);
  const inPart = (node: NodeId): NodeId => (node < 0 ? -1 : part.places[node]);
  const nodes = new Map([...params, ...data].map(({ name, node }) => [name, node]));
  const placeOf = ({ name }: { readonly name: string }): NodeId => inPart(nodes.get(name) ?? -1);
  return {
    samples,
    program: flatten(part.program),
    root: inPart(root),
    params: whole.params.map(placeOf),
    adjoints: adjoints.map(inPart),
    data: whole.data.map(placeOf),
    draw: inPart(draw),
    hyperparameters: Object.fromEntries(hyperparameters.map(([name, node]) => [name, inPart(node)])),
  };
}
