/**
 * Compares the engine with other libraries: checks that all compute the same values, then times them in alternating
 * rounds.
 */

import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dist } from '../../../scripts/paths.ts';
import { adjointOf } from '../../../server/src/engine/autodiff/differentiate.ts';
import type { NodeId } from '../../../server/src/engine/ir/program.ts';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import type { EvaluatedSnapshot } from '../../../server/src/snapshot/snapshot.ts';
import { evaluated } from '../../support/models/evaluated.ts';
import { medianOf } from '../report/spread.ts';
import { installRivals, type Outcome, Rival, type RivalName, rivals } from './rivals.ts';
import { type Contest, type Precision, type Workload, workloads } from './workloads.ts';

export type Contestant = RivalName | 'ours';

export interface Compared {
  readonly work: Workload;
  readonly contest: Contest;
  /** Medians over the rounds, of one pass or step, in nanoseconds. */
  readonly times: Readonly<Partial<Record<Contestant, number>>>;
}

export interface Comparison {
  readonly compared: readonly Compared[];
  readonly versions: Readonly<Record<string, string>>;
}

/** Time for a rival in each round, in seconds: about as long as `bp bench` runs. */
const duration = 0.5;

/** Relative differences that are roundoff, of a loss or a gradient to the largest one. */
const tolerance: Readonly<Record<Precision, number>> = { f64: 1e-9, f32: 1e-3 };

const folder = join(dist, 'benchmark', 'works');

export async function compare(rounds: number, say: (line: string) => void): Promise<Comparison> {
  await installRivals();
  const descriptions = await writeWorks();
  const started = new Map<RivalName, Rival>();
  for (const name of Object.keys(rivals) as RivalName[]) started.set(name, await Rival.start(name, descriptions));
  const versions = Object.assign({}, ...Array.from(started.values(), (rival) => rival.versions));
  refuseHollow(versions[blasOfPyTorch]);
  const contests = workloads.flatMap((work) => work.contests.map((contest) => ({ work, contest })));
  for (const { work, contest } of contests) {
    for (const name of contest.rivals) await checkOutcome(started.get(name)!, name, work, contest.precision);
  }
  const times = contests.map((): Partial<Record<Contestant, number[]>> => ({}));
  for (let round = 1; round <= rounds; round++) {
    say(`round ${round} of ${rounds}`);
    for (const [i, { work, contest }] of contests.entries()) {
      const note = (name: Contestant, time: number): void => {
        times[i][name] = [...(times[i][name] ?? []), time];
      };
      note('ours', await oursOf(work, contest.precision));
      for (const name of contest.rivals) {
        note(name, await started.get(name)!.time(work.id, contest.precision, duration));
      }
    }
  }
  for (const rival of started.values()) rival.stop();
  const compared = contests.map((contest, i) => ({
    ...contest,
    times: Object.fromEntries(Object.entries(times[i]).map(([name, all]) => [name, medianOf(all)])),
  }));
  return { compared, versions };
}

/** Key of `torchRival.py` for the BLAS library. */
const blasOfPyTorch = 'BLAS of PyTorch';

/** @throws Error if PyTorch has a BLAS library that multiplies matrices ten times slower than others. */
function refuseHollow(blas: string): void {
  if (/openblas|mkl/.test(blas)) return;
  throw new Error(
    `PyTorch computes with ${blas}, which makes it no rival. On Debian: sudo apt-get install libopenblas0-pthread`,
  );
}

/** Writes the workloads as models for us and as one description for all rivals; returns the path of the latter. */
async function writeWorks(): Promise<string> {
  await mkdir(folder, { recursive: true });
  const described: Record<string, object> = {};
  for (const { id, text, forRival } of workloads) {
    await writeFile(fileOf(id), text);
    const snapshot = evaluated(text);
    const tensors = (leaves: readonly { readonly node: NodeId }[]) =>
      leaves.map(({ node }) => [valuesAt(snapshot, node), snapshot.model.program.shape(node)]);
    described[id] = { ...forRival, params: tensors(snapshot.model.params), data: tensors(snapshot.model.data) };
  }
  const path = join(folder, 'works.json');
  await writeFile(path, JSON.stringify(described));
  return path;
}

function fileOf(id: string): string {
  return join(folder, `${id}.bp`);
}

function valuesAt({ model, evaluation }: EvaluatedSnapshot, node: NodeId): number[] {
  return Array.from(elementsOf(model.program, evaluation.values, node));
}

/** The outcome that rivals are also asked for; for a product, which has no loss, the sum of its elements. */
function outcomeOf(text: string): Outcome {
  const snapshot = evaluated(text);
  const { objective, params, program } = snapshot.model;
  if (!objective) return { loss: valuesAt(snapshot, program.length - 1).reduce((a, b) => a + b), gradients: [] };
  const [loss] = valuesAt(snapshot, objective.backwardPass.root);
  return {
    loss,
    gradients: params.flatMap(({ node }) => valuesAt(snapshot, adjointOf(objective.backwardPass, node)!)),
  };
}

/** @throws Error if a rival computes other values than we do. */
async function checkOutcome(
  rival: Rival,
  name: RivalName,
  { id, text }: Workload,
  precision: Precision,
): Promise<void> {
  const { title, isRough } = rivals[name];
  const theirs = await rival.check(id, precision);
  const ours = outcomeOf(text);
  const [a, b] = [ours, theirs].map(({ loss, gradients }) => [loss, ...gradients]);
  const largest = a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const allowed = tolerance[isRough ? 'f32' : precision] * largest;
  const isSame = a.length === b.length && a.every((value, i) => Math.abs(value - b[i]) <= allowed);
  if (!isSame) throw new Error(`${title} comes to something else than we do: ${id}, ${precision}`);
}

/** Time of one pass or step in nanoseconds, as measured by `bp bench`. */
async function oursOf({ id, timed }: Workload, precision: Precision): Promise<number> {
  if (timed === 'product') return Number(await output(join(import.meta.dirname, 'productKernel.ts'), precision));
  const options = timed === 'step' ? ['--train', '--precision', precision] : [];
  const { ns_per_pass, steps_per_second } = JSON.parse(
    await output(join(dist, 'bp.js'), 'bench', fileOf(id), ...options, '--json'),
  );
  return timed === 'step' ? 1e9 / steps_per_second : ns_per_pass.median;
}

async function output(...given: readonly string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, given)).stdout;
}
