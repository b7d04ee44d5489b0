/** The data of a model: leaves that hold samples along their first axis, and as many of them each. */

import type { NodeId } from '../../engine/ir/program.ts';
import { type Shape, sizeOf } from '../../engine/ir/shape.ts';
import { constant, leaf } from '../../engine/operators/leaves.ts';
import { csvCall } from '../names/resolve.ts';
import { type Problem, problem } from '../problems/problems.ts';
import type { Definition } from '../syntax/tree.ts';
import type { Builder } from './builder.ts';
import { samplesFromCsv } from './csvCall.ts';
import type { Surroundings } from './lower.ts';
import type { Data } from './model.ts';

export class Samples {
  readonly list: Data[] = [];
  readonly #builder: Builder;
  readonly #surroundings: Surroundings;
  readonly #problems: Problem[];
  /** What all data go by in their length. */
  #first: { readonly name: string; readonly length: number } | undefined;

  constructor(builder: Builder, surroundings: Surroundings, problems: Problem[]) {
    this.#builder = builder;
    this.#surroundings = surroundings;
    this.#problems = problems;
  }

  /**
   * The leaf of a data statement: all of its samples, or as many as a mini-batch has.
   * @param written makes the node of what the statement says, where that is no file.
   */
  make(statement: Definition, written: () => NodeId | undefined): NodeId | undefined {
    const { program } = this.#builder;
    const start = this.#fromFile(statement) ?? written();
    if (start === undefined || start === noFile) return undefined;
    const { samples } = this.#surroundings;
    if (samples === undefined) return this.#fits(statement, start) ? program.add(leaf, [start]) : undefined;
    const shape = [samples, ...program.shape(start).slice(1)];
    return program.add(leaf, [program.add(constant, [], { shape, values: new Float64Array(sizeOf(shape)) })]);
  }

  /** Whether samples of a shape have the length of those so far. */
  isFitting([length]: Shape): boolean {
    return length === (this.#first?.length ?? length);
  }

  /** Takes a leaf that is there already. */
  take({ name: { name } }: Definition, node: NodeId): void {
    this.#first ??= { name, length: this.#builder.shape(node)[0] };
    this.list.push({ name, node });
  }

  #fromFile({ value }: Definition): NodeId | undefined {
    if (value.kind !== 'call' || value.callee.name !== csvCall) return undefined;
    this.#builder.reaches++;
    const start = samplesFromCsv(value, this.#surroundings.files, this.#builder);
    if (typeof start === 'number') return start;
    this.#problems.push(start);
    return noFile;
  }

  #fits(statement: Definition, node: NodeId): boolean {
    const { name } = statement.name;
    const [length] = this.#builder.shape(node);
    if (length === undefined) {
      this.#problems.push(problem('data-without-samples', statement.value, name));
      return false;
    }
    this.#first ??= { name, length };
    const { name: first, length: firstLength } = this.#first;
    if (length === firstLength) return true;
    this.#problems.push(problem('data-lengths-differ', statement.name, name, length, first, firstLength));
    return false;
  }
}

/** A file that can't be read. */
const noFile = -1;
