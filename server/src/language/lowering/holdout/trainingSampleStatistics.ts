/**
 * Statistics of the data in consts, data and the initial values of params, computed on the training samples. Where samples
 * are held out, nothing of them may leak into training: see
 * `docs/decisions/statistics-of-training-samples.md`.
 *
 * Each value that depends on data has a counterpart: the same computation on the training samples. A value that has the
 * same shape is a statistic, and is replaced by its counterpart; any other has a row for each sample, and keeps them all.
 * A size has no counterpart, as it counts all samples; only a sum over samples is divided by the number of those it sums.
 *
 * With 10 samples, 3 of which are held out, `const Z = X - mean(X, axis = 0)` of `X` [10, 2] is lowered so:
 *
 *     value             shape     counterpart   shape
 *     X                 [10, 2]   T             [7, 2]   the training rows of X
 *     mean(X, axis=0)   [2]       mean(T)       [2]      same shape: replaced by mean(T)
 *     X - mean(T)       [10, 2]   T - mean(T)   [7, 2]   a row for each sample: kept
 */

import { constant } from '../../../engine/ir/constant.ts';
import type { Attributes, Operator } from '../../../engine/ir/operator.ts';
import type { NodeId, Program } from '../../../engine/ir/program.ts';
import { isMismatch, type Shape, shapesEqual } from '../../../engine/ir/shape.ts';
import { ancestorsOf } from '../../../engine/ir/subgraph.ts';
import { divide } from '../../../engine/operators/elementwise/arithmetic.ts';
import { identity } from '../../../engine/operators/identities.ts';
import { gather } from '../../../engine/operators/shapes/indexing.ts';
import { concat } from '../../../engine/operators/shapes/joining.ts';
import type { Append } from '../../../engine/passes/decompositions.ts';
import type { DataDependence } from '../inputs/dataDependence.ts';
import { composeNormalization, normalizedAxes } from './sampleNormalizations.ts';
import { selectsSamples } from './sampleSelection.ts';
import { type SampleSplit, type SplitSettings, splitOf } from './sampleSplit.ts';
import { SampleSums } from './sampleSums.ts';

/** A size of a tensor, and that of a tensor of another shape. */
interface Size {
  readonly tensor: NodeId;
  readonly sizeOf: (shape: Shape) => number;
}

/** Stands for the training rows of data until something uses them. */
const notYet = -1;

export class TrainingSampleStatistics {
  readonly #program: Program;
  readonly #split: SplitSettings;
  /** A statistic is its own counterpart. */
  readonly #counterparts = new Map<NodeId, NodeId>();
  /** The sizes of data, the numbers computed from sizes alone, and what they are for the training samples. */
  readonly #trainingSizes = new Map<NodeId, NodeId>();
  readonly #sums: SampleSums;
  /** The sizes of tensors in node statements; they get a counterpart only if a const depends on them. */
  readonly #pendingSizes = new Map<NodeId, Size>();
  /** Node statements have statistics of all samples. For those that a const or param uses: the value recomputed on the training samples. */
  readonly #valuesOnTrainingSamples = new Map<NodeId, NodeId>();
  readonly #dependence: DataDependence;
  /** The ids of the statements of the model's file whose values have statistics of the training samples. */
  readonly statements = new Set<number>();
  #samples: SampleSplit | undefined;
  #statisticCount = 0;

  constructor(program: Program, split: SplitSettings, dependence: DataDependence) {
    this.#program = program;
    this.#dependence = dependence;
    this.#split = split;
    this.#sums = new SampleSums(program);
  }

  /** The number of training samples and of held-out ones; undefined without data. */
  get counts(): { readonly training: number; readonly heldOut: number } | undefined {
    const split = this.#samples;
    return split && { training: split.training.length, heldOut: split.heldOut.length };
  }

  /** The number of statistics so far. */
  get statisticCount(): number {
    return this.#statisticCount;
  }

  /** Registers data, whose first axis has the samples. */
  registerData(node: NodeId): void {
    const [samples = 0] = this.#program.shape(node);
    this.#samples ??= splitOf(samples, this.#split);
    if (this.#samples.heldOut.length > 0) this.#counterparts.set(node, notYet);
  }

  /** Registers a number in a const, data or the initial value of a param that is a size of a tensor. */
  registerSize(node: NodeId, { tensor, sizeOf }: Size): void {
    this.#registerSize(node, { tensor: this.valueOnTrainingSamples(tensor), sizeOf });
  }

  /** Registers a number in a node statement that is a size of a tensor. */
  registerSizeInNode(node: NodeId, size: Size): void {
    this.#pendingSizes.set(node, size);
    this.#dependence.registerSize(node, size.tensor);
  }

  #registerSize(node: NodeId, { tensor, sizeOf }: Size): void {
    const counterpart = this.#counterpartOf(tensor);
    if (counterpart === undefined) return;
    const inTraining = sizeOf(this.#program.shape(counterpart));
    const isSame = inTraining === this.#program.constantValue(node);
    this.#trainingSizes.set(node, isSame ? node : this.#program.addConstant(inTraining));
  }

  /**
   * Appends a computation of a const, data or the initial value of a param, and its counterpart if an operand has one;
   * else returns undefined. The operands must fit the operator.
   */
  add(operator: Operator, operands: readonly NodeId[], attributes: Attributes): NodeId | undefined {
    const onTraining = operands.map((operand) => this.valueOnTrainingSamples(operand));
    const node = this.#addOnTrainingSamples(operator, onTraining, attributes);
    const isReplaced = onTraining.some((operand, i) => operand !== operands[i]);
    return node ?? (isReplaced ? this.#program.add(operator, onTraining, attributes) : undefined);
  }

  /**
   * The value that a const has if it uses a node. In `fn f(x) { m = mean(x); const c = m * 2 }`, the statement `m` has
   * the mean over all samples, but `c` needs the one over the training samples, so `mean(x)` is computed once more.
   */
  valueOnTrainingSamples(node: NodeId): NodeId {
    if (!this.#isOnAllSamples(node)) return this.#valuesOnTrainingSamples.get(node) ?? node;
    const operandsOf = (needed: NodeId): readonly NodeId[] => {
      const size = this.#pendingSizes.get(needed);
      return size ? [size.tensor] : this.#program.operands(needed);
    };
    for (const needed of ancestorsOf(node, (candidate) => this.#isOnAllSamples(candidate), operandsOf))
      this.#valuesOnTrainingSamples.set(needed, this.#recompute(needed));
    return this.#valuesOnTrainingSamples.get(node)!;
  }

  /** True if a node statement computed the value from data, so that its statistics are those of all samples. */
  #isOnAllSamples(node: NodeId): boolean {
    const maps = [this.#counterparts, this.#valuesOnTrainingSamples, this.#trainingSizes];
    return !maps.some((map) => map.has(node)) && this.#dependence.dependsOnDataAlone(node);
  }

  #recompute(node: NodeId): NodeId {
    const program = this.#program;
    const size = this.#pendingSizes.get(node);
    if (size) {
      this.#registerSize(node, { ...size, tensor: this.#valuesOnTrainingSamples.get(size.tensor) ?? size.tensor });
      return node;
    }
    const before = program.operands(node);
    const operands = before.map((operand) => this.#valuesOnTrainingSamples.get(operand) ?? operand);
    const [operator, attributes] = [program.operator(node), program.attributes(node)];
    if (operator === identity) return operands[0];
    const added = this.#addOnTrainingSamples(operator, operands, attributes);
    if (added !== undefined) return added;
    return operands.every((operand, i) => operand === before[i]) ? node : program.add(operator, operands, attributes);
  }

  #addOnTrainingSamples(operator: Operator, operands: readonly NodeId[], attributes: Attributes): NodeId | undefined {
    const program = this.#program;
    if (!operands.some((operand) => this.#counterpartOf(operand) !== undefined))
      return this.#addSizeComputation(operator, operands, attributes);
    const shape = program.shapeOf(operator, operands, attributes) as Shape;
    if (selectsSamples(operator, program.shape(operands[0]), shape, attributes, this.#samples!.all)) return undefined;
    const normalization = this.#addNormalization(operator, operands, attributes);
    if (normalization !== undefined) return normalization;
    const counterpart = this.#counterpart(operator, this.#withSizeOfSum(operator, operands), attributes);
    if (counterpart === undefined) return undefined;
    const ofTraining = program.add(operator, counterpart.operands, counterpart.attributes);
    if (shapesEqual(counterpart.shape, shape)) {
      this.#statisticCount++;
      this.#counterparts.set(ofTraining, ofTraining);
      this.#sums.addStatistic(ofTraining, {
        values: operands.map((operand) => this.#valueOf(operand)),
        hasRows: (value) => this.#hasRows(value),
        isNumber: (value) => this.#counterpartOf(value) === undefined && this.#trainingSizeOf(value) === value,
      });
      return ofTraining;
    }
    const ofAll = program.add(operator, operands, attributes);
    const node = operator.kind === 'elementwise' ? ofAll : this.#withTrainingRows(ofAll, ofTraining);
    this.#counterparts.set(node, ofTraining);
    return node;
  }

  /** Appends a number computed from sizes alone, if it is one. */
  #addSizeComputation(operator: Operator, operands: readonly NodeId[], attributes: Attributes): NodeId | undefined {
    const program = this.#program;
    if (operator.kind !== 'elementwise') return undefined;
    const isOfSizes = operands.every(
      (operand) => this.#trainingSizes.has(this.#valueOf(operand)) || !this.#dependence.dependsOnDataAlone(operand),
    );
    const inTraining = operands.map((operand) => this.#trainingSizeOf(operand));
    if (!isOfSizes || inTraining.every((operand, i) => operand === operands[i])) return undefined;
    const node = program.add(operator, operands, attributes);
    this.#trainingSizes.set(node, program.add(operator, inTraining, attributes));
    return node;
  }

  /** The operands, where the size by which a sum over the training samples is divided is their number. */
  #withSizeOfSum(operator: Operator, operands: readonly NodeId[]): readonly NodeId[] {
    if (operator !== divide || !this.#sums.has(this.#valueOf(operands[0]))) return operands;
    return [operands[0], this.#trainingSizeOf(operands[1])];
  }

  /** Appends a normalization over the samples, whose statistics are those of the training samples in all rows. */
  #addNormalization(operator: Operator, [operand]: readonly NodeId[], attributes: Attributes): NodeId | undefined {
    const shape = this.#program.shape(operand);
    const trainingShape = this.#program.shape(this.#counterpartOf(operand) ?? operand);
    const append: Append = (simpler, operands, simplerAttributes = {}) =>
      this.#addOnTrainingSamples(simpler, operands, simplerAttributes) ??
      this.#program.add(simpler, operands, simplerAttributes);
    const isSampleAxis = (axis: number): boolean => shape[axis] !== trainingShape[axis];
    return normalizedAxes(operator, shape, attributes).some(isSampleAxis)
      ? composeNormalization(operator, append, operand, shape, attributes)
      : undefined;
  }

  /** The size that the training samples have; the node itself if it depends on no such size. */
  #trainingSizeOf(node: NodeId): NodeId {
    return this.#trainingSizes.get(this.#valueOf(node)) ?? node;
  }

  #hasRows(value: NodeId): boolean {
    const counterpart = this.#counterpartOf(value);
    return counterpart !== undefined && counterpart !== value;
  }

  /** The counterpart of a computation; undefined if the training samples don't fit it. */
  #counterpart(operator: Operator, operands: readonly NodeId[], attributes: Attributes) {
    const program = this.#program;
    const { all, training } = this.#samples!;
    const [length = 0, ...rest] = attributes.shape ?? [];
    const perSample = length / all;
    const ofTraining =
      perSample >= 1 && Number.isInteger(perSample)
        ? { ...attributes, shape: [perSample * training.length, ...rest] }
        : attributes;
    const counterparts = operands.map((operand) => this.#counterpartOf(operand) ?? operand);
    // A tensor that does not depend on data, but has a row for each sample.
    const withRows = (): readonly NodeId[] =>
      operands.map((operand, i) =>
        counterparts[i] === operand && !this.#counterparts.has(operand) && program.shape(operand)[0] === all
          ? this.#trainingRows(operand)
          : counterparts[i],
      );
    for (const candidate of [() => counterparts, withRows]) {
      const candidates = candidate();
      for (const candidateAttributes of new Set([ofTraining, attributes])) {
        const shape = program.shapeOf(operator, candidates, candidateAttributes);
        if (!isMismatch(shape)) return { operands: candidates, attributes: candidateAttributes, shape };
      }
    }
    return undefined;
  }

  /** The value for all samples; where it mixes them, the training rows are computed without the others. */
  #withTrainingRows(ofAll: NodeId, ofTraining: NodeId): NodeId {
    const program = this.#program;
    const { all, training, restored } = this.#samples!;
    const [length, ...rest] = program.shape(ofAll);
    const [trainingLength, ...trainingRest] = program.shape(ofTraining);
    if (length !== all || trainingLength !== training.length || !shapesEqual(rest, trainingRest)) return ofAll;
    this.#statisticCount++;
    const joined = program.add(concat, [ofTraining, ofAll], { axis: [0] });
    return program.add(gather, [joined, this.#indices(restored)], { axis: [0] });
  }

  #counterpartOf(node: NodeId): NodeId | undefined {
    const value = this.#valueOf(node);
    const known = this.#counterparts.get(value);
    if (known !== notYet) return known;
    const rows = this.#trainingRows(value);
    this.#counterparts.set(value, rows);
    return rows;
  }

  /** The node that a name stands for. */
  #valueOf(node: NodeId): NodeId {
    let value = node;
    while (this.#program.operator(value) === identity) value = this.#program.operand(value, 0);
    return value;
  }

  #trainingRows(node: NodeId): NodeId {
    return this.#program.add(gather, [node, this.#indices(this.#samples!.training)], { axis: [0] });
  }

  #indices(indices: Int32Array): NodeId {
    return this.#program.add(constant, [], { shape: [indices.length], values: indices });
  }
}
