/** Appends nodes to a program after checking shapes and limits; a failed check gives a problem instead of a node. */

import type { Attributes, Operator } from '../../engine/ir/operator.ts';
import type { NodeId, Program } from '../../engine/ir/program.ts';
import { isMismatch, type Shape, sizeOf } from '../../engine/ir/shape.ts';
import { hashText } from '../../engine/math/random.ts';
import { identity, leaf } from '../../engine/operators/identities.ts';
import { limits } from '../modelLimits.ts';
import { type Problem, problem } from '../problems/problems.ts';
import type { Range } from '../text/lines.ts';
import type { TrainingSampleStatistics } from './holdout/trainingSampleStatistics.ts';

/** The node of an expression, or the reason why it has none: a problem, or undefined if an operand has none. */
export type NodeResult = NodeId | Problem | undefined;

/** The inputs of a random operator. */
export interface RandomSource {
  readonly drawCounter: NodeId;
  readonly seed: number;
}

/** The failure to lower a statement, with the result of the expression that has no node. */
export interface LoweringFailure {
  readonly cause: Exclude<NodeResult, NodeId>;
}

const noAttributes: Attributes = {};

/** More than a program has nodes. */
const maxRandomSources = 2 ** 20;

export class CheckedBuilder {
  readonly program: Program;
  readonly #seed: number;
  readonly #maxElements: number;
  readonly #statistics: TrainingSampleStatistics | undefined;
  readonly #draw: number;
  #unreusableInputs = 0;
  #isOnTrainingSamples = false;
  #drawCounter: NodeId | undefined;
  #seedCount = 0;
  readonly #drawCounts = new Map<string, number>();
  #blockStatements = 0;
  /** The constant value of each node so far, if it has one. */
  readonly #constants: (number | undefined)[] = [];

  /**
   * @param seed the seed of the `train` statement.
   * @param maxElements the limit on the elements of all nodes.
   * @param statistics the statistics of the training samples, if samples are held out.
   * @param draw the number of times the user has drawn again.
   */
  constructor(
    program: Program,
    seed: number,
    maxElements: number,
    statistics: TrainingSampleStatistics | undefined,
    draw: number,
  ) {
    this.program = program;
    this.#seed = seed;
    this.#maxElements = maxElements;
    this.#statistics = statistics;
    this.#draw = draw;
  }

  add(range: Range, operator: Operator, operands: readonly NodeId[], attributes = noAttributes): NodeResult {
    const shape = this.program.shapeOf(operator, operands, attributes);
    if (isMismatch(shape)) return problem('shape-mismatch', range, shape.mismatch);
    const exceededLimit = this.findExceededLimit(range, shape);
    if (exceededLimit) return exceededLimit;
    const split = this.#isOnTrainingSamples ? this.#statistics?.add(operator, operands, attributes) : undefined;
    if (split !== undefined) this.preventReuse();
    return split ?? this.program.add(operator, operands, attributes);
  }

  /** The problem that a node of a shape would have. */
  findExceededLimit(range: Range, shape: Shape): Problem | undefined {
    const elements = this.program.elementCount + sizeOf(shape);
    if (elements > this.#maxElements) return problem('too-many-elements', range, elements);
    return this.program.length >= limits.programNodes ? problem('too-many-nodes', range, false) : undefined;
  }

  /** Counts the statements of a step of a block. False if all steps together have too many. */
  countStep(statements: number): boolean {
    this.#blockStatements += statements;
    return this.#blockStatements <= limits.blockStatements;
  }

  /** The number of inputs so far that prevent reuse. */
  get unreusableInputs(): number {
    return this.#unreusableInputs;
  }

  /**
   * Prevents the next version from reusing the statement that is being lowered. Called wherever lowering reads more than the
   * text of the statement and the shapes of the values that it names, such as a constant, a draw, a file or a function.
   */
  preventReuse(): void {
    this.#unreusableInputs++;
  }

  /** True while a const, data or the initial value of a param is lowered. */
  get isOnTrainingSamples(): boolean {
    return this.#isOnTrainingSamples;
  }

  /**
   * Lowers a const, data or the initial value of a param, whose statistics are those of the training samples.
   * @param id that of the statement, if it is in the model's file.
   */
  lowerOnTrainingSamples<Result>(id: number | undefined, lowerValue: () => NodeId | Result): NodeId | Result {
    const { statisticCount = 0 } = this.#statistics ?? {};
    const isInside = this.#isOnTrainingSamples;
    this.#isOnTrainingSamples = true;
    const result = lowerValue();
    this.#isOnTrainingSamples = isInside;
    const hasStatistics = typeof result === 'number' && (this.#statistics?.statisticCount ?? 0) > statisticCount;
    if (id !== undefined && hasStatistics) this.#statistics?.statements.add(id);
    return result;
  }

  /** Appends a size of a tensor. @param sizeOf the size of a tensor of a shape. */
  addSize(tensor: NodeId, sizeOf: (shape: Shape) => number): NodeId {
    const node = this.program.addConstant(sizeOf(this.shape(tensor)));
    if (!this.#statistics) return node;
    this.preventReuse();
    if (this.#isOnTrainingSamples) this.#statistics.registerSize(node, { tensor, sizeOf });
    else this.#statistics.registerSizeInNode(node, { tensor, sizeOf });
    return node;
  }

  /** The value that a const or a param in a function has if it uses a node. */
  valueOnTrainingSamples(node: NodeId): NodeId {
    return this.#statistics?.valueOnTrainingSamples(node) ?? node;
  }

  /** The node that counts the draws of random operators, if there are any; below 0 for draws on request. */
  get drawCounter(): NodeId | undefined {
    return this.#drawCounter;
  }

  /** Returns the draw counter, which all random operators share, and a seed of the call's own, made of that of the file. */
  createRandomSource(): RandomSource {
    const seed = (this.#seed >>> 0) * maxRandomSources + ++this.#seedCount;
    // Seeds in the text are usually not negative, so that they don't equal this one.
    return { drawCounter: this.#sharedDrawCounter(), seed: -seed };
  }

  /**
   * Returns the source of a random node, whose numbers depend on its full name and on how many nodes of that name were before
   * it: the steps of a block, or further calls of a function.
   */
  createDrawSource(name: string): RandomSource {
    const count = (this.#drawCounts.get(name) ?? 0) + 1;
    this.#drawCounts.set(name, count);
    return { drawCounter: this.#sharedDrawCounter(), seed: hashText(`${this.#seed} ${name} ${count}`) };
  }

  /** The full names of random nodes. */
  get drawNames(): readonly string[] {
    return [...this.#drawCounts.keys()];
  }

  #sharedDrawCounter(): NodeId {
    this.preventReuse();
    // Training numbers its draws from 1 up, so that a new draw in the editor never has the numbers of a step.
    this.#drawCounter ??= this.program.add(leaf, [this.program.addConstant(0 - this.#draw)]);
    return this.#drawCounter;
  }

  shape(node: NodeId): Shape {
    return this.program.shape(node);
  }

  /** The value of a scalar that depends on neither params nor data; undefined for any other node. */
  constantValue(node: NodeId): number | undefined {
    const literal = this.program.constantValue(node);
    if (literal !== undefined) return literal;
    this.preventReuse();
    while (this.#constants.length <= node) this.#constants.push(this.#foldConstant(this.#constants.length));
    return this.#constants[node];
  }

  /** Computes the constant of a node from those of its operands. */
  #foldConstant(node: NodeId): number | undefined {
    const { program } = this;
    const operator = program.operator(node);
    if (operator === identity) return this.#constants[program.operand(node, 0)];
    if (operator.kind !== 'elementwise' || program.shape(node).length > 0) return program.constantValue(node);
    const values: number[] = [];
    for (let operandIndex = 0; operandIndex < program.arity(node); operandIndex++) {
      const value = this.#constants[program.operand(node, operandIndex)];
      if (value === undefined) return undefined;
      values.push(value);
    }
    const [a, b = 0, c = 0] = values;
    return operator.forward(a, b, c);
  }
}
