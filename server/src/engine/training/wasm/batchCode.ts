/** The code of a batch program: gathering the samples, evaluation, and the update of the params. */

import type { NodeId, Program } from '../../ir/program.ts';
import { simplify } from '../../passes/simplify.ts';
import { unflatten } from '../../runtime/flatProgram.ts';
import type { Operation } from '../../runtime/js/operations.ts';
import { Code, type CodeSegment } from '../../runtime/wasm/codegen/code.ts';
import { copyInstruction } from '../../runtime/wasm/codegen/elementwise.ts';
import { gatherSamples } from '../../runtime/wasm/opcodes.ts';
import type { Batch } from '../batches.ts';
import type { BatchProgram } from '../batchProgram.ts';
import type { OptimizerKernel } from './optimizerKernels.ts';
import { OutputCode } from './outputCode.ts';
import type { TrainingMemory } from './trainingMemory.ts';

/** A param with a gradient, and the gradient's address. */
export interface ParamUpdate {
  readonly param: number;
  readonly gradient: number;
}

export class BatchCode {
  readonly sampleCount: number;
  readonly gradientUpdates: readonly ParamUpdate[];
  /** The params that are set without a gradient, and the addresses of their new values. */
  readonly assignments: readonly { readonly param: number; readonly value: number }[];
  /** Addresses of the objective and of the computed hyperparameters. */
  readonly objective: number;
  readonly hyperparameters: readonly { readonly name: string; readonly address: number }[];
  readonly #memory: TrainingMemory;
  readonly #outputCode: OutputCode;
  /** Address of the draw of random operators; undefined if there are none. */
  readonly #draw: number | undefined;
  /** Address of each counter; undefined if the program doesn't need it. */
  readonly #counters: readonly (number | undefined)[];
  /** Addresses of the instruction words that point to the list of samples. */
  readonly #sampleListAddresses: readonly number[];
  /** The leaves whose samples are copied before a run, by the index of their data. */
  readonly #copiedLeaves: readonly { readonly data: number; readonly address: number }[];
  readonly #evaluation: readonly CodeSegment[];
  /** Entry points of the evaluation: with samples to gather, and with samples already gathered. */
  readonly #gatherStart: number;
  readonly #computeStart: number;
  /** Address of the first update instruction; there is one per param. */
  readonly #updateStart: number;
  #isSetUp = false;
  #order: Int32Array | undefined;
  #start = 0;

  /**
   * @param deferredOperations factories of the operations computed in TypeScript, by number, to be called after the
   * last allocation; this code appends its own.
   * @throws RangeError when it doesn't fit into memory.
   */
  constructor(
    original: BatchProgram,
    memory: TrainingMemory,
    optimizer: OptimizerKernel,
    deferredOperations: (() => Operation)[],
  ) {
    const batch = simplifyBatch(original);
    const { program, sampleCount, root, adjoints } = batch;
    const hyperparameters = Object.entries(batch.hyperparameters);
    const outputs = [
      root,
      ...hyperparameters.map(([, node]) => node),
      ...[...adjoints, ...batch.assignments].filter((node) => node >= 0),
    ];
    const pinned = pinnedLeaves(batch, memory);
    const fixed = new Set(needsGather(batch, memory) ? [] : batch.data);
    this.sampleCount = sampleCount;
    this.#memory = memory;
    this.#outputCode = new OutputCode(program, outputs, pinned, fixed, memory, deferredOperations);
    this.objective = this.#outputCode.addressOf(root);
    this.hyperparameters = hyperparameters.map(([name, node]) => ({ name, address: this.#outputCode.addressOf(node) }));
    this.assignments = batch.assignments.flatMap((node, param) =>
      node < 0 ? [] : [{ param, value: this.#outputCode.addressOf(node) }],
    );
    this.#draw = pinned.get(batch.draw);
    this.#counters = batch.counters.map((leaf) => pinned.get(leaf));
    this.#copiedLeaves = memory.hasSamples
      ? []
      : batch.data.flatMap((leaf, data) => (leaf < 0 ? [] : [{ data, address: pinned.get(leaf)! }]));

    const code = new Code();
    this.#outputCode.appendSetup(code);
    const gatherOffset = code.length;
    const sampleListOffsets = emitGather(code, batch, pinned, memory);
    const computeOffset = code.length;
    this.#outputCode.appendPerRun(code);
    this.gradientUpdates = adjoints.flatMap((node, param) =>
      node < 0 ? [] : [{ param, gradient: this.#exclusiveGradient(node, memory.params[param].size, code) }],
    );
    this.#evaluation = code.loadInto(memory.instance);
    const [{ start }] = this.#evaluation;
    this.#gatherStart = start + gatherOffset;
    this.#computeStart = start + computeOffset;
    this.#sampleListAddresses = sampleListOffsets.map((offset) => start + offset);
    this.#updateStart = emitUpdates(this.gradientUpdates, memory, optimizer).loadInto(memory.instance)[0].start;
  }

  /** To be called after the last allocation. */
  finalize(): void {
    this.#outputCode.writeConstants();
  }

  evaluate(batch: Batch, draw: number, counters: Float64Array): void {
    this.#memory.run(this.#prepare(batch, draw, counters), this.#evaluation[this.#evaluation.length - 1].end);
  }

  *evaluateInSlices(batch: Batch, draw: number, counters: Float64Array): Generator<undefined, void> {
    const entry = this.#prepare(batch, draw, counters);
    for (const { start, end } of this.#evaluation) {
      if (end <= entry) continue;
      if (start > entry) yield undefined;
      this.#memory.run(Math.max(start, entry), end);
    }
  }

  /** Updates a range of the params in `gradientUpdates`. */
  update(first: number, end: number): void {
    this.#memory.run(this.#updateStart + first * updateBytes, this.#updateStart + end * updateBytes);
  }

  /**
   * The address of a gradient that shares its memory with nothing, since the update overwrites it with the previous
   * value of the param.
   */
  #exclusiveGradient(adjoint: NodeId, size: number, code: Code): number {
    const source = this.#outputCode.addressOf(adjoint);
    if (size === 0 || this.#outputCode.isExclusive(adjoint)) return source;
    const copy = this.#memory.allocate(size);
    code.append(copyInstruction(size, source, copy), 2 * size);
    return copy;
  }

  /** Writes the arguments of a run and returns its entry point. */
  #prepare({ indices: order, start }: Batch, draw: number, counters: Float64Array): number {
    if (this.#draw !== undefined) this.#memory.write(this.#draw, draw);
    for (let i = 0; i < counters.length; i++) {
      const address = this.#counters[i];
      if (address !== undefined) this.#memory.write(address, counters[i]);
    }
    const isSameBatch = order === this.#order && start === this.#start;
    if (!isSameBatch) {
      const sampleList = this.#memory.addressOfSample(order, start);
      for (const address of this.#sampleListAddresses) this.#memory.writeWord(address, sampleList);
      for (const { data, address } of this.#copiedLeaves)
        this.#memory.copySamples(data, order, start, this.sampleCount, address);
      this.#order = order;
      this.#start = start;
    }
    if (this.#isSetUp) return isSameBatch ? this.#computeStart : this.#gatherStart;
    this.#isSetUp = true;
    return this.#evaluation[0].start;
  }
}

/** A batch program simplified, with its nodes mapped accordingly. */
function simplifyBatch(batch: BatchProgram): SimplifiedBatch {
  const { program, nodeMap } = simplify(unflatten(batch.program));
  const mapNode = (node: NodeId): NodeId => (node < 0 ? node : nodeMap[node]);
  const hyperparameters = Object.entries(batch.hyperparameters).map(([name, node]) => [name, mapNode(node)]);
  const [step, epoch, steps] = batch.counters;
  return {
    sampleCount: batch.sampleCount,
    mode: batch.mode,
    program,
    root: mapNode(batch.root),
    params: batch.params.map(mapNode),
    adjoints: batch.adjoints.map(mapNode),
    assignments: batch.assignments.map(mapNode),
    data: batch.data.map(mapNode),
    draw: mapNode(batch.draw),
    counters: [mapNode(step), mapNode(epoch), mapNode(steps)],
    hyperparameters: Object.fromEntries(hyperparameters),
  };
}

interface SimplifiedBatch extends Omit<BatchProgram, 'program'> {
  readonly program: Program;
}

/** The samples are stored in order, so a batch of all is read in place; any other is gathered. */
function needsGather({ sampleCount }: SimplifiedBatch, memory: TrainingMemory): boolean {
  return sampleCount < memory.sampleCount || !memory.hasSamples;
}

/** Addresses of the leaves that are set from outside. */
function pinnedLeaves(batch: SimplifiedBatch, memory: TrainingMemory): ReadonlyMap<NodeId, number> {
  const pinned = new Map<NodeId, number>();
  for (const [param, leaf] of batch.params.entries()) if (leaf >= 0) pinned.set(leaf, memory.params[param].value);
  for (const [i, leaf] of batch.data.entries()) {
    const { address: samplesAddress, width } = memory.data[i];
    if (leaf >= 0)
      pinned.set(leaf, needsGather(batch, memory) ? memory.allocate(width * batch.sampleCount) : samplesAddress!);
  }
  for (const leaf of [batch.draw, ...batch.counters]) if (leaf >= 0) pinned.set(leaf, memory.allocate(1));
  return pinned;
}

/** @returns the offsets of the words that point to the list of samples. */
function emitGather(
  code: Code,
  batch: SimplifiedBatch,
  pinned: ReadonlyMap<NodeId, number>,
  memory: TrainingMemory,
): number[] {
  if (!needsGather(batch, memory) || !memory.hasSamples) return [];
  return batch.data.flatMap((leaf, i) => {
    if (leaf < 0) return [];
    const { address: samplesAddress, width } = memory.data[i];
    const bytes = memory.bytesPerElement * width;
    const start = code.length;
    code.append(
      [gatherSamples, batch.sampleCount, bytes, samplesAddress!, 0, pinned.get(leaf)!],
      2 * batch.sampleCount * width,
    );
    return [start + sampleListWord * Int32Array.BYTES_PER_ELEMENT];
  });
}

/** The index of the sample list in a gather instruction. */
const sampleListWord = 5;

/** The length of an update instruction in bytes. */
const updateBytes = 9 * Int32Array.BYTES_PER_ELEMENT;

function emitUpdates(updates: readonly ParamUpdate[], memory: TrainingMemory, { opcode }: OptimizerKernel): Code {
  const code = new Code();
  for (const { param, gradient } of updates) {
    const { size, value, stateBuffers } = memory.params[param];
    code.append([opcode, size, value, gradient, ...stateBuffers, memory.optimizerArgs, memory.nonFiniteFlag], 4 * size);
  }
  return code;
}
