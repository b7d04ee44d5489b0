/** Lowers params: those of the file, and those that calls create. */

import { allFinite } from '../../../engine/diagnosis/nonFinite.ts';
import { constant } from '../../../engine/ir/constant.ts';
import type { NodeId } from '../../../engine/ir/program.ts';
import { formatShape, type Shape, shapesEqual, sizeOf } from '../../../engine/ir/shape.ts';
import type { Tensor } from '../../../engine/ir/tensor.ts';
import { Random } from '../../../engine/math/random.ts';
import { leaf } from '../../../engine/operators/identities.ts';
import { runToCompletion } from '../../../engine/runtime/slices.ts';
import { type Initializer, initializers } from '../../../engine/training/initializers.ts';
import { initializerFor } from '../../foreign/initializers.ts';
import { limits } from '../../modelLimits.ts';
import { bindArguments } from '../../names/calls/bindArguments.ts';
import { CallPaths } from '../../names/calls/callPaths.ts';
import { fileCallOf } from '../../names/resolution/fileCalls.ts';
import { isProblem, type Problem, problem } from '../../problems/problems.ts';
import {
  type Definition,
  type FunctionDefinition,
  isValueDefinition,
  type RandomParam,
  rangeIn,
} from '../../syntax/ast.ts';
import { findSimilarName } from '../../text/findSimilarName.ts';
import type { Range } from '../../text/lines.ts';
import type { CheckedBuilder, LoweringFailure } from '../checkedBuilder.ts';
import type { InitialDraws, LoweringContext } from '../context.ts';
import type { Frame, LowerExpressions, StatementContext } from '../expressions/frame.ts';
import { evaluateLengths } from '../expressions/lengths.ts';
import { evaluateConstant } from '../expressions/operatorCall.ts';
import type { LearnedParams, Param } from '../model.ts';
import type { ParamList } from './paramList.ts';

export class ParamLowering {
  readonly list: ParamList;
  /** Takes the warnings for learned params whose shape no longer fits. */
  readonly #problems: Problem[];
  /** The nodes by full name; filled on demand. */
  readonly #byName = new Map<string, NodeId>();
  readonly #isStatementName: (name: string) => boolean;
  readonly #paths: CallPaths;
  readonly #pathsOfCalls = new Map<string, string>();
  /** The paths of statements in functions, which calls in other statements must not use. */
  readonly #reserved = new Set<string>();
  /** The index of the first param that each node depends on; computed on demand. */
  readonly #firstParamBehind: (number | undefined)[] = [];
  readonly #builder: CheckedBuilder;
  readonly #seed: number;
  readonly #learnedParams: LearnedParams;
  readonly #draws: InitialDraws | undefined;

  /** @param isStatementName true if a statement of the file has this name. */
  constructor(
    list: ParamList,
    builder: CheckedBuilder,
    isStatementName: (name: string) => boolean,
    seed: number,
    { learnedParams, draws }: LoweringContext,
    problems: Problem[],
  ) {
    this.#problems = problems;
    this.list = list;
    this.#builder = builder;
    this.#isStatementName = isStatementName;
    this.#paths = new CallPaths((path) => this.isReserved(path));
    this.#seed = seed;
    this.#learnedParams = learnedParams;
    this.#draws = draws;
  }

  /** True if a statement of the file, or of a function that was called, has this path. */
  isReserved(path: string): boolean {
    return this.#reserved.has(path) || this.#isStatementName(path);
  }

  isParam(node: NodeId): boolean {
    return this.#builder.program.operator(node) === leaf && this.list.indexOf(node) !== undefined;
  }

  nodeOf(name: string): NodeId | undefined {
    for (let i = this.#byName.size; i < this.list.length; i++)
      this.#byName.set(this.list.nameAt(i), this.list.nodes[i]);
    return this.#byName.get(name);
  }

  /** The names of the params under a path, relative to it: `W` and `b` for `h.W` and `h.b`. */
  namesUnder(path: string): readonly string[] {
    return this.list.all.flatMap(({ name }) => (name.startsWith(`${path}.`) ? [name.slice(path.length + 1)] : []));
  }

  /**
   * Allocates the path for the params of a call. At later steps of a block it is that of the first.
   * @param callPath the calls that lead to it, see `Frame`.
   */
  allocatePrefix(path: string, { body }: FunctionDefinition, callPath: string, isLaterStep = false): string {
    const shared = isLaterStep ? this.#pathsOfCalls.get(callPath) : undefined;
    if (shared !== undefined) return shared;
    const uniquePath = this.#paths.allocate(path);
    this.#pathsOfCalls.set(callPath, uniquePath);
    for (const statement of body)
      if (isValueDefinition(statement)) this.#reserved.add(`${uniquePath}.${statement.name.name}`);
    return uniquePath;
  }

  /** The problem of a value that must be constant but depends on a param. */
  findParamDependence(definition: Definition, node: NodeId): Problem | undefined {
    const { program } = this.#builder;
    if (program.operator(node) === constant) return undefined;
    this.#builder.preventReuse();
    while (this.#firstParamBehind.length <= node)
      this.#firstParamBehind.push(this.#findFirstParamBehind(this.#firstParamBehind.length));
    const param = this.#firstParamBehind[node];
    return param === undefined
      ? undefined
      : problem('depends-on-param', rangeIn(definition, definition.value), definition.kind, this.list.nameAt(param));
  }

  #findFirstParamBehind(node: NodeId): number | undefined {
    const { program } = this.#builder;
    let firstParam = this.list.indexOf(node);
    for (let operandIndex = 0; operandIndex < program.arity(node) && firstParam === undefined; operandIndex++) {
      firstParam = this.#firstParamBehind[program.operand(node, operandIndex)];
    }
    return firstParam;
  }

  /** Adds a param with an initial value, which training stores beside the model if its text does not hold it. */
  addParam(
    initialValue: NodeId,
    definition: Definition,
    frame: Frame,
    { statement, isLaterStep }: StatementContext,
  ): NodeId {
    const { name } = definition.name;
    const existing = isLaterStep ? this.nodeOf(frame.fullName(name) ?? name) : undefined;
    if (existing !== undefined) return existing;
    if (frame.depth === 0 && !fileCallOf(definition))
      return this.#add({ name, node: this.#leaf(initialValue), statement: definition, source: definition });
    const fullName = frame.fullName(name) ?? name;
    const shape = this.#builder.shape(initialValue);
    const learnedValue = this.#learnedValueOf(fullName, shape, statement);
    const value = learnedValue
      ? this.#builder.program.add(constant, [], { shape, values: learnedValue })
      : initialValue;
    return this.#add({
      name: fullName,
      node: this.#leaf(value),
      statement,
      isLearned: learnedValue !== undefined,
    });
  }

  /** Lowers a randomly initialized param. */
  addRandomParam(
    definition: RandomParam,
    frame: Frame,
    context: StatementContext,
    lowerExpressions: LowerExpressions,
  ): NodeId | LoweringFailure {
    const { statement, isLaterStep } = context;
    const name = frame.fullName(definition.name.name) ?? definition.name.name;
    const existing = isLaterStep ? this.nodeOf(name) : undefined;
    if (existing !== undefined) return existing;
    const failure = lowerExpressions(definition, frame, context);
    if (failure) return failure;
    const initialization = this.#resolveInitialization(definition, frame);
    if (isProblem(initialization)) return { cause: initialization };
    const { shape } = initialization;
    const exceededLimit = this.#findExceededLimit(statement, shape);
    if (exceededLimit) return { cause: exceededLimit };
    const learnedValue = this.#learnedValueOf(name, shape, statement);
    const values = learnedValue ?? initialValues(name, this.#seed, initialization, this.#draws);
    if (values === undefined) return { cause: undefined };
    const initialValue = this.#builder.add(definition, constant, [], { shape, values });
    if (typeof initialValue !== 'number') return { cause: initialValue };
    return this.#add({ name, node: this.#leaf(initialValue), statement, isLearned: learnedValue !== undefined });
  }

  /** Unlike values of samples, params must fit into memory in a program for consts and data too. */
  #findExceededLimit(range: Range, shape: Shape): Problem | undefined {
    const { program } = this.#builder;
    const exceeded = this.#builder.findExceededLimit(range, shape);
    if (exceeded || program.elementCount + sizeOf(shape) <= limits.elements) return exceeded;
    const elements = this.list.nodes.reduce((sum, node) => sum + sizeOf(program.shape(node)), sizeOf(shape));
    return elements > limits.elements ? problem('too-many-elements', range, elements) : undefined;
  }

  #resolveInitialization(statement: RandomParam, frame: Frame): Initialization | Problem {
    const { initializer: identifier } = statement;
    const range = rangeIn(statement, identifier);
    const initializer = initializers.find(({ name }) => name === identifier.name);
    if (initializer === undefined) {
      const knownNames = initializers.map(({ name }) => name);
      const similar = initializerFor(identifier.name) ?? findSimilarName(identifier.name, knownNames);
      return problem('undefined-initializer', range, identifier.name, knownNames.join(', '), similar);
    }
    const shape = evaluateLengths(statement.shape, frame, this.#builder);
    if (isProblem(shape)) return shape;
    if (sizeOf(shape) > limits.elements) return problem('too-many-elements', statement, sizeOf(shape));
    const shapeMismatch = initializer.shapeMismatch?.(shape);
    if (shapeMismatch) return problem('shape-mismatch', range, `${identifier.name}: ${shapeMismatch.mismatch}`);
    const signature = { name: identifier.name, parameters: initializer.parameters.map(asOptional) };
    const bound = bindArguments(statement, identifier, signature, statement.arguments);
    if (isProblem(bound)) return bound;
    const parameters: Record<string, number> = {};
    for (const { name, default: defaultValue } of initializer.parameters) {
      const argument = bound.get(name);
      const value = argument ? evaluateConstant(argument, frame, this.#builder) : defaultValue;
      if (value === undefined) return problem('argument-not-constant', rangeIn(statement, argument!), name);
      parameters[name] = value;
    }
    const invalidReason = initializer.parameterError?.(parameters);
    if (invalidReason) return problem('invalid-initializer-arguments', range, identifier.name, invalidReason);
    return { initializer, shape, parameters };
  }

  #leaf(initialValue: NodeId): NodeId {
    return this.#builder.program.add(leaf, [initialValue]);
  }

  #add(param: Param): NodeId {
    this.list.push(param);
    return param.node;
  }

  #learnedValueOf(name: string, shape: Shape, range: Range): Float64Array | undefined {
    const stored = this.#learnedParams.get(name);
    if (stored === undefined) return undefined;
    if (!shapesEqual(stored.shape, shape)) {
      this.#problems.push(
        problem('learned-params-mismatch', range, name, formatShape(stored.shape), formatShape(shape)),
      );
      return undefined;
    }
    if (isFiniteTensor(stored)) return stored.values;
    this.#problems.push(problem('learned-params-not-finite', range, name));
    return undefined;
  }
}

const asOptional = (parameter: { readonly name: string; readonly default: number }) => ({
  ...parameter,
  isRequired: false,
});

interface Initialization {
  readonly initializer: Initializer;
  readonly shape: Shape;
  readonly parameters: Readonly<Record<string, number>>;
}

const finiteness = new WeakMap<Tensor, boolean>();

/** True if all values of a stored tensor are finite, which is tested once. */
function isFiniteTensor(tensor: Tensor): boolean {
  let result = finiteness.get(tensor);
  if (result === undefined) {
    result = runToCompletion(allFinite(tensor.values));
    finiteness.set(tensor, result);
  }
  return result;
}

/** Recently drawn values, so that typing elsewhere in the file doesn't draw a large matrix at each keystroke. */
const valueCache = new Map<string, Float64Array>();
const maxCachedElements = 1 << 24;
let cachedElements = 0;

/** Params with at least this many elements are drawn in the background, as drawing them would delay a keystroke. */
const minLarge = 1 << 18;

/** Undefined while the values of a large param are being drawn. */
function initialValues(
  name: string,
  seed: number,
  { initializer, shape, parameters }: Initialization,
  draws: InitialDraws | undefined,
): Float64Array | undefined {
  const key = JSON.stringify([name, seed, initializer.name, shape, parameters]);
  const cached = valueCache.get(key);
  if (cached) return cached;
  const draw = function* (): Generator<undefined, Float64Array> {
    const values = yield* initializer.draw(new Random(seed, name), shape, parameters);
    cacheValues(key, values);
    return values;
  };
  return draws && sizeOf(shape) >= minLarge ? draws.draw(key, draw) : runToCompletion(draw());
}

function cacheValues(key: string, values: Float64Array): void {
  // Counts an entry without elements too.
  cachedElements += values.length + 1;
  if (cachedElements > maxCachedElements) {
    valueCache.clear();
    cachedElements = values.length + 1;
  }
  valueCache.set(key, values);
}
