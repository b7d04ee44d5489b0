/** A batch program as instructions on a machine, from the samples of a batch to the update of the params. */

import type { NodeId, Program } from '../../../ir/program.ts';
import { unflatten } from '../../../ir/transfer.ts';
import { simplify } from '../../../passes/simplify.ts';
import type { Batch } from '../../../training/batches.ts';
import type { BatchProgram } from '../../../training/batchProgram.ts';
import type { Operation } from '../../js/evaluateNode.ts';
import { Code, type Stretch } from '../codegen/code.ts';
import { copyInstruction } from '../codegen/elementwise.ts';
import { gatherSamples } from '../opcodes.ts';
import type { TrainingMemory } from './memory.ts';
import type { OptimizerKernel } from './optimizers.ts';
import { RootCode } from './rootCode.ts';

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
  readonly hyperparameters: readonly { readonly name: string; readonly address: number }[];
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
  /** Where the instructions begin that move the params, one each. */
  readonly #update: number;
  #hasRun = false;
  #order: Int32Array | undefined;
  #start = 0;

  /**
   * @param later what makes the operations in TypeScript once nothing more is reserved, each at its number: it adds its own.
   * @throws RangeError when it doesn't fit into memory.
   */
  constructor(given: BatchProgram, memory: TrainingMemory, optimizer: OptimizerKernel, later: (() => Operation)[]) {
    const batch = simplified(given);
    const { program, samples, root, adjoints } = batch;
    const hyperparameters = Object.entries(batch.hyperparameters);
    const roots = [root, ...hyperparameters.map(([, node]) => node), ...adjoints.filter((node) => node >= 0)];
    const held = heldLeaves(batch, memory);
    const fixed = new Set(isGathered(batch, memory) ? [] : batch.data);
    this.samples = samples;
    this.#memory = memory;
    this.#roots = new RootCode(program, roots, held, fixed, memory, later);
    this.objective = this.#roots.addressOf(root);
    this.hyperparameters = hyperparameters.map(([name, node]) => ({ name, address: this.#roots.addressOf(node) }));
    this.#draw = held.get(batch.draw);

    const code = new Code();
    this.#roots.appendOnce(code);
    const gathering = code.length;
    const picks = appendGathering(code, batch, held, memory);
    const again = code.length;
    this.#roots.appendEach(code);
    this.moved = adjoints.flatMap((node, param) =>
      node < 0 ? [] : [{ param, gradient: this.#ownGradient(node, memory.params[param].size, code) }],
    );
    this.#evaluation = code.load(memory.machine);
    const [{ start }] = this.#evaluation;
    this.#gathering = start + gathering;
    this.#again = start + again;
    this.#picks = picks.map((pick) => start + pick);
    this.#update = updateCode(this.moved, memory, optimizer).load(memory.machine)[0].start;
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

  /** Moves some of the params that it moves, one after another in their list. */
  update(first: number, end: number): void {
    this.#memory.run(this.#update + first * updateBytes, this.#update + end * updateBytes);
  }

  /** Where a gradient lies that is nothing else beside: what the param was will be left there. */
  #ownGradient(adjoint: NodeId, size: number, code: Code): number {
    const computed = this.#roots.addressOf(adjoint);
    if (size === 0 || this.#roots.isOwn(adjoint)) return computed;
    const own = this.#memory.reserve(size);
    code.append(copyInstruction(size, computed, own), 2 * size);
    return own;
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

/** A batch program without what `simplify` leaves out. */
function simplified(batch: BatchProgram): Simplified {
  const { program, places } = simplify(unflatten(batch.program));
  const placeOf = (node: NodeId): NodeId => (node < 0 ? node : places[node]);
  const hyperparameters = Object.entries(batch.hyperparameters).map(([name, node]) => [name, placeOf(node)]);
  return {
    samples: batch.samples,
    program,
    root: placeOf(batch.root),
    params: batch.params.map(placeOf),
    adjoints: batch.adjoints.map(placeOf),
    data: batch.data.map(placeOf),
    draw: placeOf(batch.draw),
    hyperparameters: Object.fromEntries(hyperparameters),
  };
}

interface Simplified extends Omit<BatchProgram, 'program'> {
  readonly program: Program;
}

/** All samples lie in their order: a batch of all is read where they are, any other is gathered. */
function isGathered({ samples }: Simplified, memory: TrainingMemory): boolean {
  return samples < memory.samples;
}

/** Where the leaves lie that are set from outside. */
function heldLeaves(batch: Simplified, memory: TrainingMemory): ReadonlyMap<NodeId, number> {
  const held = new Map<NodeId, number>();
  for (const [param, leaf] of batch.params.entries()) if (leaf >= 0) held.set(leaf, memory.params[param].value);
  for (const [i, leaf] of batch.data.entries()) {
    const { all, width } = memory.data[i];
    if (leaf >= 0) held.set(leaf, isGathered(batch, memory) ? memory.reserve(width * batch.samples) : all);
  }
  if (batch.draw >= 0) held.set(batch.draw, memory.reserve(1));
  return held;
}

/** @returns where in the code it is said which samples. */
function appendGathering(
  code: Code,
  batch: Simplified,
  held: ReadonlyMap<NodeId, number>,
  memory: TrainingMemory,
): number[] {
  if (!isGathered(batch, memory)) return [];
  return batch.data.flatMap((leaf, i) => {
    if (leaf < 0) return [];
    const { all, width } = memory.data[i];
    const bytes = memory.bytesPerNumber * width;
    const start = code.length;
    code.append([gatherSamples, batch.samples, bytes, all, 0, held.get(leaf)!], 2 * batch.samples * width);
    return [start + wordsBeforePick * Int32Array.BYTES_PER_ELEMENT];
  });
}

/** In an instruction that gathers samples. */
const wordsBeforePick = 5;

/** How long the instruction is that moves a param. */
const updateBytes = 9 * Int32Array.BYTES_PER_ELEMENT;

function updateCode(moved: readonly Moved[], memory: TrainingMemory, { opcode }: OptimizerKernel): Code {
  const code = new Code();
  for (const { param, gradient } of moved) {
    const { size, value, memory: remembered } = memory.params[param];
    code.append([opcode, size, value, gradient, ...remembered, memory.told, memory.lost], 4 * size);
  }
  return code;
}
