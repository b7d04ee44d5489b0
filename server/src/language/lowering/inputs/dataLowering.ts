/** Lowers data to leaves with samples along the first axis. All data has the same number of samples. */

import { fileFunctionNamed } from '../../../data/formats/table.ts';
import type { Column } from '../../../data/samples.ts';
import { constant } from '../../../engine/ir/constant.ts';
import type { NodeId } from '../../../engine/ir/program.ts';
import { type Shape, shapesEqual, sizeOf } from '../../../engine/ir/shape.ts';
import type { Tensor } from '../../../engine/ir/tensor.ts';
import { leaf } from '../../../engine/operators/identities.ts';
import { isProblem, type Problem, problem } from '../../problems/problems.ts';
import { type Definition, rangeIn } from '../../syntax/ast.ts';
import type { CheckedBuilder } from '../checkedBuilder.ts';
import type { LoweringContext } from '../context.ts';
import type { DataInput } from '../model.ts';
import { loadFile } from './loadFile.ts';

export class DataLowering {
  readonly list: DataInput[] = [];
  readonly #builder: CheckedBuilder;
  readonly #context: LoweringContext;
  readonly #problems: Problem[];
  /** The columns of data that were read from a file, by name. */
  readonly #columns = new Map<string, readonly Column[]>();
  /** The vocabularies of data, by name; null if its file can't be read. */
  readonly #vocabularies = new Map<string, readonly string[] | null>();
  /** The first data tensor, whose length the others must match. */
  #first: { readonly name: string; readonly length: number } | undefined;

  constructor(builder: CheckedBuilder, context: LoweringContext, problems: Problem[]) {
    this.#builder = builder;
    this.#context = context;
    this.#problems = problems;
  }

  /**
   * Creates the leaf of a data statement, with all samples or those of a mini-batch.
   * @param nodeOf the node of a name.
   * @param lowerValue lowers the value of the statement if it is not a file.
   */
  createLeaf(
    statement: Definition,
    nodeOf: (name: string) => NodeId | undefined,
    lowerValue: () => NodeId | undefined,
  ): NodeId | undefined {
    const { program } = this.#builder;
    const initialValue = this.#loadFromFile(statement, nodeOf) ?? lowerValue();
    if (initialValue === undefined || initialValue === unreadableFile) return undefined;
    const { sampleCount } = this.#context;
    if (sampleCount === undefined)
      return this.#checkLength(statement, initialValue) ? program.add(leaf, [initialValue]) : undefined;
    return this.addBatchLeaf([sampleCount, ...program.shape(initialValue).slice(1)]);
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

  /** A leaf for the samples of a mini-batch. */
  addBatchLeaf(shape: Shape): NodeId {
    const { program } = this.#builder;
    return program.add(leaf, [program.add(constant, [], { shape, values: new Float64Array(sizeOf(shape)) })]);
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
    const columns = this.#columns.get(name);
    this.list.push({ name, node, ...(columns && { columns }) });
  }

  /** Registers the leaf of a reused statement. */
  registerReused({ name: { name } }: Definition, node: NodeId): void {
    this.#first ??= { name, length: this.#builder.shape(node)[0] };
    this.list.push({ name, node });
  }

  #loadFromFile(statement: Definition, nodeOf: (name: string) => NodeId | undefined): NodeId | undefined {
    const { value } = statement;
    const fileFunction = value.kind === 'call' ? fileFunctionNamed(value.callee.name) : undefined;
    if (value.kind !== 'call' || fileFunction === undefined) return undefined;
    this.#builder.preventReuse();
    const samples = loadFile(statement, value, fileFunction, this.#context.files, {
      numberOf: (name) => {
        const node = nodeOf(name);
        return node === undefined ? undefined : this.#builder.constantValue(node);
      },
      vocabularyOf: (name) => this.#vocabularies.get(name),
    });
    const { name } = statement.name;
    if (samples === undefined || isProblem(samples)) {
      if (samples) this.#problems.push(samples);
      this.#vocabularies.set(name, null);
      return unreadableFile;
    }
    if (samples.vocabulary) this.#vocabularies.set(name, samples.vocabulary);
    if (samples.columns) this.#columns.set(name, samples.columns);
    return this.#builder.program.add(constant, [], samples);
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

/** In place of the node of a file that can't be read. */
const unreadableFile = -1;
