/** Tree and names to the model: the forward pass, then the reverse pass of the objective, then what is expected of them. */

import { adjointOf, differentiate } from '../engine/differentiate.ts';
import { add } from '../engine/ops/arithmetic.ts';
import { constant, identity, leaf } from '../engine/ops/leaves.ts';
import type { NodeId } from '../engine/program.ts';
import { showShape, sizeOf } from '../engine/shape.ts';
import { Builder, type Failure } from './builder.ts';
import { claimOf } from './claim.ts';
import { samplesFromCsv } from './csvCall.ts';
import { FileFrames } from './fileFrames.ts';
import { type Files, noFiles } from './files.ts';
import type { Frame } from './frame.ts';
import { Inlining } from './inline.ts';
import { limits } from './limits.ts';
import { ExpressionLowering } from './lowerExpressions.ts';
import { Members } from './members.ts';
import {
  type Claim,
  type Data,
  type Model,
  type Objective,
  placeOf,
  type Trained,
  type TrainingPlan,
} from './model.ts';
import type { Module } from './modules.ts';
import { Params } from './params.ts';
import { type Problem, problem } from './problems.ts';
import { csvCall } from './resolve.ts';
import { shortened } from './shortened.ts';
import { defaultPlan, seedOf, trainingPlanOf } from './trainingPlan.ts';
import {
  type Definition,
  type DrawnParam,
  intentionOf,
  isDefinition,
  type Statement,
  type Training,
  type Tree,
} from './tree.ts';

/** More losses are not named one by one. */
const mostNames = 3;

export interface Lowered {
  readonly model: Model;
  readonly problems: readonly Problem[];
}

/** What a model is made with besides its text. */
export interface Surroundings {
  readonly files: Files;
  readonly trained: Trained;
  /** How many samples all data have, instead of those that the file gives them: what a mini-batch is evaluated with. */
  readonly samples?: number;
}

export const noSurroundings: Surroundings = { files: noFiles, trained: new Map() };

export function lower(module: Module, surroundings: Surroundings): Lowered {
  return new Lowering(module, surroundings).lowered();
}

class Lowering {
  readonly #module: Module;
  readonly #tree: Tree;
  readonly #surroundings: Surroundings;
  readonly #builder = new Builder();
  readonly #program = this.#builder.program;
  readonly #inlining: Inlining;
  readonly #expressions: ExpressionLowering;
  readonly #frame: Frame;
  readonly #params: Params;
  readonly #problems: Problem[];
  readonly #statementNodes: Int32Array;
  readonly #data: Data[] = [];
  readonly #losses: Definition[] = [];
  /** What all data go by in their length. */
  #firstData: { readonly name: string; readonly length: number } | undefined;
  #training: { readonly statement: Training; readonly plan: TrainingPlan } | undefined;

  constructor(module: Module, surroundings: Surroundings) {
    this.#module = module;
    this.#tree = module.tree;
    this.#surroundings = surroundings;
    this.#statementNodes = new Int32Array(this.#tree.statementCount).fill(-1);
    const { definitions } = module.names;
    const seed = seedOf(this.#tree);
    this.#params = new Params(this.#builder, (name) => definitions.has(name), seed, surroundings.trained);
    const frames = new FileFrames((statement, frame) => this.#lowerElsewhere(statement, frame));
    this.#inlining = new Inlining(this.#builder, this.#params, frames);
    this.#expressions = new ExpressionLowering(this.#builder, this.#inlining, new Members(this.#params));
    this.#frame = frames.of(module);
    this.#problems = frames.problems;
  }

  lowered(): Lowered {
    for (const statement of this.#tree.statements) {
      if (this.#module.names.unresolved.has(statement)) continue;
      this.#params.statement = statement;
      this.#inlining.path = statement.kind === 'node' || statement.kind === 'loss' ? statement.name.name : '';
      if (statement.kind === 'drawn') this.#draw(statement);
      else if (isDefinition(statement)) this.#define(statement);
      else if (statement.kind === 'train') this.#train(statement);
    }
    const objective = this.#differentiated();
    const claims = this.#claims();
    const training = this.#trainingPlan();
    const model: Model = {
      program: this.#program,
      expressionNodes: this.#frame.expressionNodes,
      statementNodes: this.#statementNodes,
      params: this.#params.list,
      data: this.#data,
      ...(objective && { objective }),
      ...(training && { training }),
      claims,
      calls: this.#inlining.calls,
      shownCalls: this.#inlining.shown,
      fitsMemory: this.#fitsMemory(),
    };
    return { model, problems: [...this.#problems, ...this.#params.problems] };
  }

  /** A const of another file, which may be read in the middle of a statement. */
  #lowerElsewhere(statement: Statement, frame: Frame): Failure | undefined {
    const { path } = this.#inlining;
    this.#inlining.path = '';
    const failure = this.#expressions.lower(statement, frame);
    this.#inlining.path = path;
    return failure;
  }

  #lower(statement: Statement): boolean {
    const failure = this.#expressions.lower(statement, this.#frame);
    if (failure?.unusable) this.#problems.push(failure.unusable);
    return failure === undefined;
  }

  #draw(statement: DrawnParam): void {
    const failure = this.#params.draw(statement, this.#frame, this.#expressions);
    if (failure?.unusable) this.#problems.push(failure.unusable);
    const node = failure ? undefined : this.#frame.valueOf(statement.name.name);
    if (node !== undefined) this.#statementNodes[statement.index] = node;
  }

  #define(statement: Definition): void {
    const { name } = statement.name;
    const node = statement.kind === 'data' ? this.#samples(statement) : this.#value(statement);
    if (node === undefined) return;
    this.#statementNodes[statement.index] = node;
    this.#frame.define(name, node);
    if (statement.kind === 'data') this.#data.push({ name, node });
    if (statement.kind === 'loss') this.#losses.push(statement);
  }

  /** The node that stands for the statement itself: a leaf, or its expression's unless that belongs to another name. */
  #value(statement: Definition): NodeId | undefined {
    const earlier = this.#program.length;
    if (!this.#lower(statement)) return undefined;
    const node = this.#frame.nodeOf(statement.value);
    const isConstant = statement.kind === 'const' || statement.kind === 'param';
    if (isConstant && !this.#isIndependent(statement, node)) return undefined;
    if (statement.kind === 'param') return this.#params.make(statement.name.name, node, statement, this.#frame);
    return node < earlier || statement.value.kind === 'name' ? this.#program.add(identity, [node]) : node;
  }

  #isIndependent(statement: Definition, node: NodeId): boolean {
    const found = this.#params.dependence(statement, node);
    if (found) this.#problems.push(found);
    return found === undefined;
  }

  /** The leaf of a data statement: all of its samples, or as many as a mini-batch has. */
  #samples(statement: Definition): NodeId | undefined {
    const start = this.#samplesOf(statement);
    if (start === undefined || !this.#fitsData(statement, start)) return undefined;
    const { samples } = this.#surroundings;
    if (samples === undefined) return this.#program.add(leaf, [start]);
    const shape = [samples, ...this.#program.shape(start).slice(1)];
    return this.#program.add(leaf, [
      this.#program.add(constant, [], { shape, values: new Float64Array(sizeOf(shape)) }),
    ]);
  }

  #samplesOf(statement: Definition): NodeId | undefined {
    const { value } = statement;
    if (value.kind !== 'call' || value.callee.name !== csvCall) {
      const node = this.#lower(statement) ? this.#frame.nodeOf(value) : undefined;
      return node !== undefined && this.#isIndependent(statement, node) ? node : undefined;
    }
    const start = samplesFromCsv(value, this.#surroundings.files, this.#builder);
    if (typeof start === 'number') return start;
    this.#problems.push(start);
    return undefined;
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
    if (this.#training) {
      const line = this.#module.lines.positionAt(this.#training.statement.start).line + 1;
      this.#problems.push(problem('trained-twice', statement, line));
      return;
    }
    if (!this.#lower(statement)) return;
    const plan = trainingPlanOf(statement, this.#frame, this.#builder);
    if ('code' in plan) this.#problems.push(plan);
    else this.#training = { statement, plan };
  }

  /** What the file says; the default where it says nothing, but not where it can't be read. */
  #trainingPlan(): TrainingPlan | undefined {
    if (this.#training) return this.#training.plan;
    const isMeant = this.#tree.statements.some((statement) => intentionOf(statement) === 'train');
    return isMeant ? undefined : defaultPlan;
  }

  /** The reverse pass of the sum of all losses: of none, if one of them has no value or no scalar one. */
  #differentiated(): Objective | undefined {
    const written = this.#tree.statements.filter((statement) => intentionOf(statement) === 'loss');
    const areScalar = this.#losses.map((loss) => this.#isScalarLoss(loss)).every(Boolean);
    if (written.length === 0 || written.length > this.#losses.length || !areScalar) return undefined;
    const nodes = this.#losses.map(({ index }) => this.#statementNodes[index]);
    const root = nodes.reduce((sum, node) => this.#program.add(add, [sum, node]));
    const label = labelOf(this.#losses);
    const isParam = new Set(this.#params.list.map(({ node }) => node));
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
    for (const param of this.#params.list) {
      if (adjointOf(gradient, param.node) !== undefined) continue;
      this.#problems.push(problem('param-not-reached', placeOf(param), param.name, label));
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
      if (statement.kind !== 'expect' || this.#module.names.unresolved.has(statement)) continue;
      this.#params.statement = statement;
      this.#inlining.path = '';
      if (!this.#lower(statement)) continue;
      const claim = claimOf(statement, this.#frame, this.#builder);
      if ('code' in claim) this.#problems.push(claim);
      else claims.push(claim);
    }
    return claims;
  }
}

/** `L`, or `(L1 + L2)`; of many losses the first and the last are named. */
function labelOf(losses: readonly Definition[]): string {
  const names = losses.map(({ name }) => shortened(name.name));
  if (names.length === 1) return names[0];
  return names.length > mostNames ? `(${names[0]} + … + ${names.at(-1)})` : `(${names.join(' + ')})`;
}
