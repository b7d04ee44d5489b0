/** A batch program as instructions on a machine, from the samples of a batch to the update of the params. */

import type { Batch } from '../batches.ts';
import type { BatchProgram } from '../batchProgram.ts';
import { gatherSamples } from '../kernels/opcodes.ts';
import type { Operation } from '../plainOperation.ts';
import type { NodeId } from '../program.ts';
import { simplify } from '../simplify.ts';
import { unflatten } from '../transfer.ts';
import { Code, type Stretch } from './code.ts';
import { copyInstruction } from './elementwise.ts';
import type { OptimizerKernel } from './optimizers.ts';
import { RootCode } from './rootCode.ts';
import type { TrainingMemory } from './trainingMemory.ts';

/** A param that the program has a gradient for, and where that lies. */
export interface Moved {
  readonly param: number;
  readonly gradient: number;
}

export class BatchCode {
  readonly samples: number;
  readonly moved: readonly Moved[];
  /** Where the objective lies, and the hyperparameters that are computed. */
  readonly objective: number;
  readonly hyperparameters: readonly (readonly [name: string, address: number])[];
  readonly #memory: TrainingMemory;
  readonly #roots: RootCode;
  /** Where it is said what random operators draw by; undefined where there are none. */
  readonly #draw: number | undefined;
  /** Where it is said which samples to gather. */
  readonly #picks: readonly number[];
  readonly #evaluation: readonly Stretch[];
  /** Where the evaluation begins that has samples to gather, and where the one that has them already. */
  readonly #gathering: number;
  readonly #again: number;
  readonly #update: Stretch;
  #hasRun = false;
  #order: Int32Array | undefined;
  #start = 0;

  /**
   * @param later what makes the operations in TypeScript once nothing more is reserved, each at its number: it adds its own.
   * @throws RangeError when it doesn't fit into memory.
   */
  constructor(batch: BatchProgram, memory: TrainingMemory, optimizer: OptimizerKernel, later: (() => Operation)[]) {
    const { program, places } = simplify(unflatten(batch.program));
    const placeOf = (node: NodeId): NodeId | undefined => (node < 0 ? undefined : places[node]);
    const isGathered = batch.samples < memory.samples;
    const params = batch.params.map(placeOf);
    const data = batch.data.map(placeOf);
    const draw = placeOf(batch.draw);
    const held = new Map<NodeId, number>();
    for (const [i, leaf] of params.entries()) if (leaf !== undefined) held.set(leaf, memory.params[i].value);
    for (const [i, leaf] of data.entries()) if (leaf !== undefined) held.set(leaf, placeOfSamples(memory, i, batch));
    if (draw !== undefined) held.set(draw, memory.reserve(1));
    const adjoints = batch.adjoints.map(placeOf);
    const others = [batch.root, ...Object.values(batch.hyperparameters)].map((node) => places[node]);
    const roots = [...others, ...adjoints.filter((node) => node !== undefined)];
    const fixed = new Set(isGathered ? [] : data.filter((leaf) => leaf !== undefined));

    this.samples = batch.samples;
    this.#memory = memory;
    this.#roots = new RootCode(program, roots, held, fixed, memory, later);
    const [objective, ...hyperparameters] = others.map((node) => this.#roots.addressOf(node));
    this.objective = objective;
    this.hyperparameters = Object.keys(batch.hyperparameters).map((name, i) => [name, hyperparameters[i]]);
    this.#draw = draw === undefined ? undefined : held.get(draw);

    const code = new Code();
    this.#roots.appendOnce(code);
    const gathering = code.length;
    const gathered = isGathered ? data.flatMap((leaf, i) => (leaf === undefined ? [] : [[i, leaf] as const])) : [];
    const picks = gathered.map(([i, leaf]) => appendGathering(code, memory, i, batch.samples, held.get(leaf)!));
    const again = code.length;
    this.#roots.appendEach(code);
    this.moved = adjoints.flatMap((node, param) => {
      if (node === undefined) return [];
      const computed = this.#roots.addressOf(node);
      if (this.#roots.isOwn(node)) return [{ param, gradient: computed }];
      const { size } = memory.params[param];
      const gradient = memory.reserve(size);
      if (size > 0) code.append(copyInstruction(size, computed, gradient), 2 * size);
      return [{ param, gradient }];
    });
    this.#evaluation = code.load(memory.machine);
    const { start } = this.#evaluation[0];
    this.#gathering = start + gathering;
    this.#again = start + again;
    this.#picks = picks.map((pick) => start + pick);
    this.#update = updateCode(this.moved, memory, optimizer).load(memory.machine)[0];
  }

  /** To be called once nothing more is reserved. */
  ready(): void {
    this.#roots.writeConstants();
  }

  evaluate(batch: Batch, draw: number): void {
    this.#memory.run(this.#begin(batch, draw), this.#evaluation[this.#evaluation.length - 1].end);
  }

  *slices(batch: Batch, draw: number): Generator<undefined, void> {
    const begin = this.#begin(batch, draw);
    for (const { start, end } of this.#evaluation) {
      if (end <= begin) continue;
      if (start > begin) yield undefined;
      this.#memory.run(Math.max(start, begin), end);
    }
  }

  /** Moves the params. */
  update(): void {
    this.#memory.run(this.#update.start, this.#update.end);
  }

  /** Says what a run is told, and where it begins. */
  #begin({ order, start }: Batch, draw: number): number {
    if (this.#draw !== undefined) this.#memory.write(this.#draw, draw);
    const isAgain = order === this.#order && start === this.#start;
    if (!isAgain) {
      const first = this.#memory.addressOfSample(order, start);
      for (const pick of this.#picks) this.#memory.writeWord(pick, first);
      this.#order = order;
      this.#start = start;
    }
    if (this.#hasRun) return isAgain ? this.#again : this.#gathering;
    this.#hasRun = true;
    return this.#evaluation[0].start;
  }
}

/** All samples lie in their order: a batch of all is read where they are. */
function placeOfSamples(memory: TrainingMemory, data: number, { samples }: BatchProgram): number {
  const { all, width } = memory.data[data];
  return samples < memory.samples ? memory.reserve(width * samples) : all;
}

/** @returns where in the code it is said which samples. */
function appendGathering(code: Code, memory: TrainingMemory, data: number, samples: number, output: number): number {
  const { all, width } = memory.data[data];
  const pick = code.length + 4 * 5;
  code.append([gatherSamples, samples, memory.bytesPerNumber * width, all, 0, output], 2 * samples * width);
  return pick;
}

function updateCode(moved: readonly Moved[], memory: TrainingMemory, { opcode }: OptimizerKernel): Code {
  const code = new Code();
  for (const { param, gradient } of moved) {
    const { size, value, memory: remembered, told } = memory.params[param];
    code.append([opcode, size, value, gradient, ...remembered, told, memory.lost], 4 * size);
  }
  return code;
}
