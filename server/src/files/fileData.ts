/** The bytes of a file with what they are parsed to, once for each use: text, samples, a checkpoint. */

import type { FileContent, FileFunction, FileSettingRow, FileSettings } from '../data/formats/fileFunction.ts';
import { isReadFailure, type ReadFailure } from '../data/readFailure.ts';
import { type FileFailure, isFileFailure, type Samples } from '../data/samples.ts';
import type { SampleElements } from '../engine/ir/tensor.ts';
import { SlicedWork } from '../evaluation/timeSlices.ts';
import { limits } from '../language/modelLimits.ts';
import { type Checkpoint, readCheckpointInSlices } from '../training/checkpoint.ts';
import { Utf8Text } from './utf8Text.ts';

/**
 * The oldest selections of a file are dropped once all together have more elements than a model may read, so that those of
 * one model are kept. A selection without elements counts as some.
 */
const maxCachedElements = limits.fileElements;
const minElements = 1 << 16;

/** Samples, or why there are none; undefined if the bytes are not UTF-8. */
export type SamplesResult = Samples | FileFailure | undefined;

export class FileData {
  readonly bytes: Uint8Array;
  #text: string | undefined;
  readonly #samples = new Map<string, SlicedWork<SamplesResult>>();
  #checkpoint: SlicedWork<Checkpoint | ReadFailure> | undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** In bytes, with all samples and tensors. */
  get memory(): number {
    const checkpoint = this.#checkpoint?.result;
    const arrays: SampleElements[] = [...(checkpoint ? arraysOf(checkpoint) : [])];
    for (const { result } of this.#samples.values()) if (result && !isFileFailure(result)) arrays.push(result.values);
    return arrays.reduce((total, { byteLength }) => total + byteLength, this.bytes.length);
  }

  /** The content as text without a byte order mark; undefined if the bytes are not UTF-8. */
  get text(): string | undefined {
    try {
      this.#text ??= new TextDecoder('utf-8', { fatal: true }).decode(this.bytes);
    } catch {
      return undefined;
    }
    return this.#text;
  }

  /** The texts in the file that a setting may name, such as its columns; none if it can't be read. */
  namesFor({ names }: FileSettingRow): readonly string[] {
    try {
      return names?.(this.#content) ?? [];
    } catch {
      return [];
    }
  }

  /** The samples in the file, which may still be parsed. @param maxElements the number of elements after which parsing stops. */
  samplesOf(fileFunction: FileFunction, settings: FileSettings, maxElements: number): SlicedWork<SamplesResult> {
    const key = JSON.stringify([fileFunction.name, settings], (name, value) =>
      name === 'vocabulary' ? identityOf(value) : value,
    );
    const cached = this.#samples.get(key);
    const samples =
      cached && !isCutBelow(cached.result, maxElements)
        ? cached
        : new SlicedWork(readSamples(fileFunction, this.#content, settings, maxElements));
    this.#samples.delete(key);
    this.#samples.set(key, samples);
    this.#dropOldest(samples);
    return samples;
  }

  #dropOldest(newest: SlicedWork<SamplesResult>): void {
    let elements = 0;
    for (const [key, samples] of [...this.#samples].reverse()) {
      elements += elementsOf(samples);
      if (elements <= maxCachedElements || samples === newest) continue;
      samples.cancel();
      this.#samples.delete(key);
    }
  }

  /** The tensors of a safetensors file, which may still be parsed. */
  get checkpoint(): SlicedWork<Checkpoint | ReadFailure> {
    this.#checkpoint ??= new SlicedWork(readCheckpointInSlices(this.bytes));
    return this.#checkpoint;
  }

  /** Cancels the parsing of a file that is no longer used. */
  dispose(): void {
    for (const samples of this.#samples.values()) samples.cancel();
    this.#checkpoint?.cancel();
  }

  get #content(): FileContent {
    return { bytes: this.bytes, text: new Utf8Text(this.bytes) };
  }
}

function elementsOf({ result }: SlicedWork<SamplesResult>): number {
  return Math.max(minElements, result && !isFileFailure(result) ? result.values.length : 0);
}

const identities = new WeakMap<object, number>();
let identityCount = 0;

/** A number for an object, as writing out a vocabulary would take long. */
function identityOf(object: object): number {
  const identity = identities.get(object) ?? ++identityCount;
  identities.set(object, identity);
  return identity;
}

function* arraysOf(checkpoint: Checkpoint | ReadFailure): Generator<Float64Array> {
  if (isReadFailure(checkpoint)) return;
  const { learnedParams, trainingProgress } = checkpoint;
  for (const { values } of learnedParams.values()) yield values;
  if (trainingProgress === undefined || isReadFailure(trainingProgress)) return;
  for (const { values } of trainingProgress.resumeState?.written.values() ?? []) yield values;
  for (const { stateBuffers } of trainingProgress.states.values()) yield* stateBuffers;
}

/** True if parsing stopped at a lower limit. */
function isCutBelow(result: SamplesResult, maxElements: number): boolean {
  return result !== undefined && isFileFailure(result) && result.limit !== undefined && result.limit < maxElements;
}

function* readSamples(
  fileFunction: FileFunction,
  content: FileContent,
  settings: FileSettings,
  maxElements: number,
): Generator<undefined, SamplesResult> {
  try {
    return yield* fileFunction.read(content, settings, maxElements);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
