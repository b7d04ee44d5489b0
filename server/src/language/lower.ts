/** Tree and names to the model: the forward pass, then the reverse pass of the objective, then what is expected of them. */

import { adjointOf, differentiate } from '../engine/differentiate.ts';
import { add, multiply, subtract } from '../engine/ops/arithmetic.ts';
import { maximum } from '../engine/ops/extrema.ts';
import { abs } from '../engine/ops/functions.ts';
import { identity, leaf, number } from '../engine/ops/leaves.ts';
import { expand } from '../engine/ops/shaping.ts';
import { defaultOptimizer, optimizers } from '../engine/optimize.ts';
import type { NodeId, Program } from '../engine/program.ts';
import { broadcast, isMismatch, showShape, sizeOf } from '../engine/shape.ts';
import { bindArguments, isProblem, type Signature } from './calls.ts';
import { limits } from './limits.ts';
import type { Lines, Range } from './lines.ts';
import { ExpressionLowering } from './lowerExpressions.ts';
import { type Claim, type Model, nodeAt, type Objective, type Param, type TrainingPlan } from './model.ts';
import { type Problem, problem } from './problems.ts';
import type { Names } from './resolve.ts';
import { shortened } from './shortened.ts';
import { type Definition, type Expectation, intentionOf, isDefinition, type Training, type Tree } from './tree.ts';

/** What `expect` allows where it names no tolerance, relative to the larger side. */
const relativeTolerance = 1e-6;

/** More losses are not named one by one. */
const mostNames = 3;

export interface Lowered {
  readonly model: Model;
  readonly problems: readonly Problem[];
}

export function lower(tree: Tree, names: Names, lines: Lines): Lowered {
  return new Lowering(tree, names, lines).lowered();
}

class Lowering {
  readonly #tree: Tree;
  readonly #names: Names;
  readonly #lines: Lines;
  readonly #expressions: ExpressionLowering;
  readonly #program: Program;
  readonly #problems: Problem[];
  readonly #statementNodes: Int32Array;
  readonly #params: Param[] = [];
  readonly #losses: Definition[] = [];
  /** What all data go by in their length. */
  #firstData: { readonly name: string; readonly length: number } | undefined;
  #training: { readonly statement: Training; readonly plan: TrainingPlan } | undefined;

  constructor(tree: Tree, names: Names, lines: Lines) {
    this.#tree = tree;
    this.#names = names;
    this.#lines = lines;
    this.#statementNodes = new Int32Array(tree.statements.length).fill(-1);
    this.#expressions = new ExpressionLowering(tree, (name) => this.#nodeOfName(name));
    this.#program = this.#expressions.program;
    this.#problems = this.#expressions.problems;
  }

  lowered(): Lowered {
    for (const statement of this.#tree.statements) {
      if (this.#names.unresolved.has(statement)) continue;
      if (isDefinition(statement)) this.#define(statement);
      else if (statement.kind === 'train') this.#train(statement);
    }
    const objective = this.#differentiated();
    const claims = this.#claims();
    const training = this.#trainingPlan();
    const model: Model = {
      program: this.#program,
      expressionNodes: this.#expressions.expressionNodes,
      statementNodes: this.#statementNodes,
      params: this.#params,
      ...(objective && { objective }),
      ...(training && { training }),
      claims,
      fitsMemory: this.#fitsMemory(),
    };
    return { model, problems: this.#problems };
  }

  #nodeOfName(name: string): NodeId | undefined {
    const definition = this.#names.definitions.get(name);
    return definition && nodeAt(this.#statementNodes, definition.index);
  }

  #define(statement: Definition): void {
    if (!this.#expressions.lower(statement)) return;
    const node = this.#owned(statement);
    if (statement.kind === 'data' && !this.#fitsData(statement, node)) return;
    this.#statementNodes[statement.index] = node;
    if (statement.kind === 'param') this.#params.push({ statement, node });
    if (statement.kind === 'loss') this.#losses.push(statement);
  }

  /** The node that stands for the statement itself: a leaf, or its expression's unless that belongs to another name. */
  #owned({ kind, value }: Definition): NodeId {
    const node = this.#expressions.nodeOf(value);
    if (kind === 'param' || kind === 'data') return this.#program.add(leaf, [node]);
    const isShared = value.kind === 'name' || value.kind === 'gradient';
    return isShared ? this.#program.add(identity, [node]) : node;
  }

  #fitsData(statement: Definition, node: NodeId): boolean {
    const { name } = statement.name;
    const [length] = this.#program.shape(node);
    if (length === undefined) {
      this.#problems.push(problem('data-without-samples', statement.value, name));
      return false;
    }
    this.#firstData ??= { name, length };
    const { name: first, length: firstLength } = this.#firstData;
    if (length === firstLength) return true;
    this.#problems.push(problem('data-lengths-differ', statement.name, name, length, first, firstLength));
    return false;
  }

  #train(statement: Training): void {
    const { optimizer: identifier } = statement;
    if (this.#training) {
      const line = this.#lines.positionAt(this.#training.statement.start).line + 1;
      this.#problems.push(problem('trained-twice', statement, line));
      return;
    }
    const optimizer = optimizers.find(({ name }) => name === identifier.name);
    if (optimizer === undefined) {
      const known = optimizers.map(({ name }) => name).join(', ');
      this.#problems.push(problem('undefined-optimizer', identifier, identifier.name, known));
      return;
    }
    const parameters = optimizer.hyperparameters.map((parameter) => ({ ...parameter, isRequired: false }));
    const signature: Signature = { name: optimizer.name, parameters };
    const bound = bindArguments(identifier, signature, statement.arguments);
    if (isProblem(bound)) this.#problems.push(bound);
    else if (this.#expressions.lower(statement)) {
      const isFit = [...bound].every(([name, value]) => this.#isScalar(value, name, this.#expressions.nodeOf(value)));
      const hyperparameters = new Map(
        [...bound].map(([name, expression]) => [name, { node: this.#expressions.nodeOf(expression), expression }]),
      );
      if (isFit) this.#training = { statement, plan: { optimizer, hyperparameters } };
    }
  }

  /** What the file says; the default where it says nothing, but not where it can't be read. */
  #trainingPlan(): TrainingPlan | undefined {
    if (this.#training) return this.#training.plan;
    const isMeant = this.#tree.statements.some((statement) => intentionOf(statement) === 'train');
    return isMeant ? undefined : { optimizer: defaultOptimizer, hyperparameters: new Map() };
  }

  #isScalar(range: Range, what: string, node: NodeId): boolean {
    const shape = this.#program.shape(node);
    if (shape.length > 0) this.#problems.push(problem('not-scalar', range, what, showShape(shape)));
    return shape.length === 0;
  }

  /** The reverse pass of the sum of all losses: of none, if one of them has no value or no scalar one. */
  #differentiated(): Objective | undefined {
    const written = this.#tree.statements.filter((statement) => intentionOf(statement) === 'loss');
    const areScalar = this.#losses.map((loss) => this.#isScalarLoss(loss)).every(Boolean);
    if (written.length === 0 || written.length > this.#losses.length || !areScalar) return undefined;
    const nodes = this.#losses.map(({ index }) => this.#statementNodes[index]);
    const root = nodes.reduce((sum, node) => this.#program.add(add, [sum, node]));
    const label = labelOf(this.#losses);
    const isParam = new Set(this.#params.map(({ node }) => node));
    const gradient = differentiate(this.#program, root, (node) => isParam.has(node));
    this.#expressions.objective = gradient;
    this.#checkReached({ label, gradient });
    return { label, gradient };
  }

  #isScalarLoss({ name, value, index }: Definition): boolean {
    const shape = this.#program.shape(this.#statementNodes[index]);
    if (shape.length > 0) this.#problems.push(problem('loss-not-scalar', value, name.name, showShape(shape)));
    return shape.length === 0;
  }

  #checkReached({ label, gradient }: Objective): void {
    for (const { statement, node } of this.#params) {
      if (adjointOf(gradient, node) !== undefined) continue;
      this.#problems.push(problem('param-not-reached', statement.name, statement.name.name, label));
    }
  }

  #fitsMemory(): boolean {
    let elements = 0;
    for (let node = 0; node < this.#program.length; node++) elements += sizeOf(this.#program.shape(node));
    if (elements <= limits.elements) return true;
    const cause = this.#losses[0] ?? this.#tree.statements[0];
    this.#problems.push(problem('too-many-elements', cause, elements));
    return false;
  }

  #claims(): Claim[] {
    const claims: Claim[] = [];
    for (const statement of this.#tree.statements) {
      if (statement.kind !== 'expect' || this.#names.unresolved.has(statement)) continue;
      const claim = this.#claim(statement);
      if (claim) claims.push(claim);
    }
    return claims;
  }

  #claim(statement: Expectation): Claim | undefined {
    if (!this.#expressions.lower(statement)) return undefined;
    const sides = [statement.left, statement.right].map((side) => this.#expressions.nodeOf(side));
    const shape = broadcast(sides.map((side) => this.#program.shape(side)));
    if (isMismatch(shape)) {
      this.#problems.push(problem('shape-mismatch', statement, shape.mismatch));
      return undefined;
    }
    const within = statement.within && this.#expressions.nodeOf(statement.within);
    if (within !== undefined && !this.#isScalar(statement.within!, 'a tolerance', within)) return undefined;
    const [left, right] = sides.map((side) => this.#program.add(expand, [side], { shape }));
    const difference = this.#program.add(abs, [this.#program.add(subtract, [left, right])]);
    return { statement, left, right, difference, allowed: within ?? this.#relativeTolerance(left, right) };
  }

  #relativeTolerance(left: NodeId, right: NodeId): NodeId {
    const [a, b] = [left, right].map((side) => this.#program.add(abs, [side]));
    return this.#program.add(multiply, [number(this.#program, relativeTolerance), this.#program.add(maximum, [a, b])]);
  }
}

/** `L`, or `(L1 + L2)`; of many losses the first and the last are named. */
function labelOf(losses: readonly Definition[]): string {
  const names = losses.map(({ name }) => shortened(name.name));
  if (names.length === 1) return names[0];
  return names.length > mostNames ? `(${names[0]} + … + ${names.at(-1)})` : `(${names.join(' + ')})`;
}
