/** The params of a model, by their full names: those of the file, and those that calls of functions make. */

import type { NodeId } from '../../engine/ir/program.ts';
import { type Shape, sameShape, showShape, sizeOf } from '../../engine/ir/shape.ts';
import { Random } from '../../engine/math/random.ts';
import { constant, leaf } from '../../engine/operators/leaves.ts';
import { type Initialiser, initialisers } from '../../engine/training/initializers.ts';
import { limits } from '../base/limits.ts';
import type { Range } from '../base/lines.ts';
import { similarName } from '../base/suggest.ts';
import { bindArguments, isProblem } from '../names/bindArguments.ts';
import { CallPaths } from '../names/callPaths.ts';
import { type Problem, problem } from '../problems/problems.ts';
import {
  type Definition,
  type DrawnParam,
  type FunctionDefinition,
  isNaming,
  type Statement,
  type Tree,
} from '../syntax/tree.ts';
import type { Builder, Failure } from './builder.ts';
import type { Frame } from './frame.ts';
import type { ExpressionLowering } from './lowerExpressions.ts';
import type { Param, Trained } from './model.ts';
import { knownOf, wholesOf } from './operatorCall.ts';
import { ParamList } from './paramList.ts';

export class Params {
  readonly list: ParamList;
  /** What training has made of earlier versions of the model and doesn't fit this one. */
  readonly problems: Problem[] = [];
  /** Their nodes, as far as somebody has asked. */
  readonly #byName = new Map<string, NodeId>();
  readonly #paths: CallPaths;
  /** The paths of statements in functions, which are not given to calls in other statements. */
  readonly #reserved = new Set<string>();
  /** The place of the first param that each node depends on, up to the last node that was asked for. */
  readonly #behind: (number | undefined)[] = [];
  readonly #builder: Builder;
  readonly #seed: number;
  readonly #trained: Trained;
  /** The statement of the file that is lowered now: where params that a call makes are shown. */
  statement: Statement | undefined;

  /** @param isNamed whether a statement of the file has this name. */
  constructor(tree: Tree, builder: Builder, isNamed: (name: string) => boolean, seed: number, trained: Trained) {
    this.list = new ParamList(tree);
    this.#builder = builder;
    this.#paths = new CallPaths((path) => this.#reserved.has(path) || isNamed(path));
    this.#seed = seed;
    this.#trained = trained;
  }

  has(node: NodeId): boolean {
    return this.#builder.program.operator(node) === leaf && this.list.placeOf(node) !== undefined;
  }

  nodeOf(name: string): NodeId | undefined {
    for (let i = this.#byName.size; i < this.list.length; i++)
      this.#byName.set(this.list.nameAt(i), this.list.nodes[i]);
    return this.#byName.get(name);
  }

  /** The names of the params that a call made, without its own: `W` and `b` of `h.W` and `h.b`. */
  namesUnder(path: string): readonly string[] {
    return this.list.all.flatMap(({ name }) => (name.startsWith(`${path}.`) ? [name.slice(path.length + 1)] : []));
  }

  /** The path for the params that a call makes. */
  claim(path: string, { body }: FunctionDefinition): string {
    const free = this.#paths.claim(path);
    for (const statement of body) if (isNaming(statement)) this.#reserved.add(`${free}.${statement.name.name}`);
    return free;
  }

  /** Why a value that is to be constant is none: because of a param that it depends on. */
  dependence({ kind, value }: Definition, node: NodeId): Problem | undefined {
    const { program } = this.#builder;
    if (program.operator(node) === constant) return undefined;
    this.#builder.reaches++;
    while (this.#behind.length <= node) this.#behind.push(this.#firstBehind(this.#behind.length));
    const param = this.#behind[node];
    return param === undefined ? undefined : problem('depends-on-param', value, kind, this.list.nameAt(param));
  }

  #firstBehind(node: NodeId): number | undefined {
    const { program } = this.#builder;
    let first = this.list.placeOf(node);
    for (let position = 0; position < program.arity(node) && first === undefined; position++) {
      first = this.#behind[program.operand(node, position)];
    }
    return first;
  }

  /** A param that is written out: in a file the text is its store, in a function its trained values are kept beside the file. */
  make(name: string, start: NodeId, definition: Definition, frame: Frame): NodeId {
    if (frame.depth === 0)
      return this.#add({ name, node: this.#leaf(start), statement: definition, source: definition });
    const full = frame.fullName(name) ?? name;
    const shape = this.#builder.shape(start);
    const trained = this.#trainedValues(full, shape, this.statement ?? definition);
    const value = trained ? this.#builder.program.add(constant, [], { shape, values: trained }) : start;
    return this.#add({
      name: full,
      node: this.#leaf(value),
      statement: this.statement ?? definition,
      isTrained: trained !== undefined,
    });
  }

  /** A param that is drawn; what is wrong, where it can't be. */
  draw(statement: DrawnParam, frame: Frame, expressions: ExpressionLowering): Failure | undefined {
    const failure = expressions.lower(statement, frame);
    if (failure) return failure;
    const name = frame.fullName(statement.name.name) ?? statement.name.name;
    const drawing = this.#drawing(statement, frame);
    if ('code' in drawing) return { unusable: drawing };
    const { shape } = drawing;
    const trained = this.#trainedValues(name, shape, this.statement ?? statement);
    const values = trained ?? drawn(name, this.#seed, drawing);
    const start = this.#builder.add(statement, constant, [], { shape, values });
    if (typeof start !== 'number') return { unusable: start };
    const node = this.#leaf(start);
    this.#add({ name, node, statement: this.statement ?? statement, isTrained: trained !== undefined });
    frame.define(statement.name.name, node);
    return undefined;
  }

  #drawing(statement: DrawnParam, frame: Frame): Drawing | Problem {
    const { initialiser: identifier } = statement;
    const initialiser = initialisers.find(({ name }) => name === identifier.name);
    if (initialiser === undefined) {
      const known = initialisers.map(({ name }) => name);
      const similar = similarName(identifier.name, known);
      return problem('undefined-initialiser', identifier, identifier.name, known.join(', '), similar);
    }
    const shape: number[] = [];
    for (const part of statement.shape) {
      const [length, ...others] = wholesOf(part, frame, this.#builder) ?? [];
      if (length === undefined || others.length > 0 || length < 0) return problem('not-a-length', part);
      shape.push(length);
    }
    if (sizeOf(shape) > limits.elements) return problem('too-many-elements', statement, sizeOf(shape));
    const misfit = initialiser.misfit?.(shape);
    if (misfit) return problem('shape-mismatch', identifier, `${identifier.name}: ${misfit.mismatch}`);
    const signature = { name: identifier.name, parameters: initialiser.parameters.map(optional) };
    const bound = bindArguments(identifier, signature, statement.arguments);
    if (isProblem(bound)) return bound;
    const parameters: Record<string, number> = {};
    for (const { name, default: standard } of initialiser.parameters) {
      const given = bound.get(name);
      const value = given ? knownOf(given, frame, this.#builder) : standard;
      if (value === undefined) return problem('not-known', given!, name);
      parameters[name] = value;
    }
    const refusal = initialiser.refusal?.(parameters);
    if (refusal) return problem('not-drawn', identifier, identifier.name, refusal);
    return { initialiser, shape, parameters };
  }

  #leaf(start: NodeId): NodeId {
    return this.#builder.program.add(leaf, [start]);
  }

  #add(param: Param): NodeId {
    this.list.push(param);
    return param.node;
  }

  #trainedValues(name: string, shape: Shape, place: Range): Float64Array | undefined {
    const trained = this.#trained.get(name);
    if (trained === undefined) return undefined;
    if (sameShape(trained.shape, shape)) return trained.values;
    this.problems.push(problem('checkpoint-misfit', place, name, showShape(trained.shape), showShape(shape)));
    return undefined;
  }
}

const optional = (parameter: { readonly name: string; readonly default: number }) => ({
  ...parameter,
  isRequired: false,
});

interface Drawing {
  readonly initialiser: Initialiser;
  readonly shape: Shape;
  readonly parameters: Readonly<Record<string, number>>;
}

/** What was drawn last, so that typing elsewhere in the file doesn't draw a large matrix at each key. */
const lastDrawn = new Map<string, Float64Array>();
const mostDrawn = 1 << 24;
let elementsDrawn = 0;

function drawn(name: string, seed: number, { initialiser, shape, parameters }: Drawing): Float64Array {
  const key = JSON.stringify([name, seed, initialiser.name, shape, parameters]);
  const known = lastDrawn.get(key);
  if (known) return known;
  const values = initialiser.draw(new Random(seed, name), shape, parameters);
  // A param without elements takes room too.
  elementsDrawn += values.length + 1;
  if (elementsDrawn > mostDrawn) {
    lastDrawn.clear();
    elementsDrawn = values.length + 1;
  }
  lastDrawn.set(key, values);
  return values;
}
