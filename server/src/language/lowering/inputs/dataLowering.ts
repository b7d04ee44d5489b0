/** Lowers data to leaves with samples along the first axis. All data has the same number of samples. */

import type { Samples } from '../../../data/samples.ts';
import { constant } from '../../../engine/ir/constant.ts';
import type { NodeId } from '../../../engine/ir/program.ts';
import { type Shape, shapesEqual, sizeOf } from '../../../engine/ir/shape.ts';
import type { SampleElements, Tensor } from '../../../engine/ir/tensor.ts';
import { leaf } from '../../../engine/operators/identities.ts';
import { fileCallOf } from '../../names/resolution/fileCalls.ts';
import { type Problem, problem } from '../../problems/problems.ts';
import { type Definition, rangeIn } from '../../syntax/ast.ts';
import type { CheckedBuilder } from '../checkedBuilder.ts';
import type { LoweringContext } from '../context.ts';
import type { DataInput } from '../model.ts';
import type { FileValues } from './fileValues.ts';

export class DataLowering {
  readonly list: DataInput[] = [];
  readonly #builder: CheckedBuilder;
  readonly #context: LoweringContext;
  readonly #problems: Problem[];
  readonly #files: FileValues;
  /** The first data tensor, whose length the others must match. */
  #first: { readonly name: string; readonly length: number } | undefined;

  constructor(builder: CheckedBuilder, files: FileValues, context: LoweringContext, problems: Problem[]) {
    this.#builder = builder;
    this.#files = files;
    this.#context = context;
    this.#problems = problems;
  }

  /**
   * Creates the leaf of a data statement, with all samples or those of a mini-batch.
   * @param value the node of the samples.
   */
  createLeaf(statement: Definition, value: NodeId): NodeId | undefined {
    const { program } = this.#builder;
    const { sampleCount } = this.#context;
    if (sampleCount === undefined) return this.#checkLength(statement, value) ? program.add(leaf, [value]) : undefined;
    const all = this.#context.allData?.get(statement.name.name);
    return this.addBatchLeaf([sampleCount, ...program.shape(value).slice(1)], all);
  }

  /**
   * True if a const has a row for each sample, of which a mini-batch takes its own as it does of data.
   * @param value the const over all samples. @param node the const computed from the batch.
   */
  hasRows(value: Tensor, node: NodeId): boolean {
    const shape = this.#builder.shape(node);
    const isPerSample = shape.length > 0 && shape[0] === this.#context.sampleCount && shape[0] !== value.shape[0];
    return isPerSample && shapesEqual(shape.slice(1), value.shape.slice(1));
  }

  /** The leaf for some samples of a file, which need not be lowered, as it is large; undefined if the statement has another value. */
  createFileLeaf(statement: Definition): NodeId | undefined {
    const { allData, sampleCount } = this.#context;
    const all = fileCallOf(statement) && allData?.get(statement.name.name);
    return all && this.addBatchLeaf([sampleCount!, ...all.shape.slice(1)], all);
  }

  /** A leaf for the samples of a mini-batch. @param all those of which the first are its value if it is a sample. */
  addBatchLeaf(shape: Shape, all?: Samples): NodeId {
    const { program } = this.#builder;
    const { isSample = false } = this.#context;
    const values = isSample && all ? firstElements(all.values, sizeOf(shape)) : new Float64Array(sizeOf(shape));
    const vocabulary = all?.vocabulary && { vocabulary: all.vocabulary };
    return program.add(leaf, [program.add(constant, [], { shape, values, ...vocabulary })]);
  }

  /** The number of samples; 0 without data. */
  get sampleCount(): number {
    return this.#first?.length ?? 0;
  }

  /** True if samples of a shape have the same length as the data so far. */
  hasMatchingLength([length]: Shape): boolean {
    return length === (this.#first?.length ?? length);
  }

  /** Registers the leaf of a lowered statement. */
  register(name: string, node: NodeId): void {
    const columns = this.#files.columnsOf(name) ?? this.#context.allData?.get(name)?.columns;
    this.list.push({ name, node, ...(columns && { columns }) });
  }

  /** Registers the leaf of a reused statement. */
  registerReused({ name: { name } }: Definition, node: NodeId): void {
    this.#first ??= { name, length: this.#builder.shape(node)[0] };
    this.list.push({ name, node });
  }

  #checkLength(statement: Definition, node: NodeId): boolean {
    const { name } = statement.name;
    const [length] = this.#builder.shape(node);
    if (length === undefined) {
      this.#problems.push(problem('data-without-samples', rangeIn(statement, statement.value), name));
      return false;
    }
    this.#first ??= { name, length };
    const { name: first, length: firstLength } = this.#first;
    if (length === firstLength) return true;
    this.#problems.push(
      problem('data-lengths-differ', rangeIn(statement, statement.name), name, length, first, firstLength),
    );
    return false;
  }
}

const firstElementsOf = new WeakMap<SampleElements, Float64Array>();

/** A copy of the first elements of an array, the same one each time, so that equal programs are recognized fast. */
function firstElements(all: SampleElements, count: number): Float64Array {
  const known = firstElementsOf.get(all);
  if (known?.length === count) return known;
  const first = Float64Array.from(all.subarray(0, count));
  firstElementsOf.set(all, first);
  return first;
}
