/** Tree and names to the model: the forward pass, then the reverse pass of the objective, then what is expected of them. */

import { differentiate } from '../../engine/autodiff/differentiate.ts';
import type { NodeId, Program, Stretch } from '../../engine/ir/program.ts';
import type { Tensor } from '../../engine/ir/tensor.ts';
import { constant, identity } from '../../engine/operators/leaves.ts';
import { type Files, noFiles } from '../base/files.ts';
import { limits } from '../base/limits.ts';
import type { Module } from '../names/modules.ts';
import { type Problem, problem } from '../problems/problems.ts';
import {
  type Definition,
  type DefinitionKind,
  type DrawnParam,
  isDefinition,
  type Statement,
  type Training,
  type Tree,
} from '../syntax/tree.ts';
import { Builder, type Failure } from './builder.ts';
import { claimOf } from './expectation.ts';
import { FileFrames } from './fileFrames.ts';
import type { Frame } from './frame.ts';
import { Inlining } from './inline.ts';
import { ExpressionLowering } from './lowerExpressions.ts';
import { type Earlier, earlierOf, type Seams, type Version } from './loweringCache.ts';
import { Members } from './members.ts';
import type { Claim, Model, Objective, Trained, TrainingPlan } from './model.ts';
import { Params } from './params.ts';
import { type Picked, rootOf, scalarLosses, sumOfLosses, unreached } from './root.ts';
import { Samples } from './samples.ts';
import { Origins } from './sourceMap.ts';
import { defaultPlan, seedOf, trainingPlanOf } from './trainingPlan.ts';

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
  /** The values that consts have over all samples: a mini-batch doesn't change what is constant, such as a mean of the data. */
  readonly consts?: ReadonlyMap<string, Tensor>;
  /** What the user picked to be differentiated instead of the losses, by its full name. */
  readonly root?: string | undefined;
}

export const noSurroundings: Surroundings = { files: noFiles, trained: new Map() };

/** @param earlier an earlier version, in the same surroundings but for trained values and the root: what is the same is taken over. */
export function lower(module: Module, surroundings: Surroundings, earlier?: Version): Lowered {
  return new Lowering(module, surroundings, earlier).lowered();
}

class Lowering {
  readonly #module: Module;
  readonly #tree: Tree;
  readonly #surroundings: Surroundings;
  readonly #builder: Builder;
  readonly #program: Program;
  readonly #inlining: Inlining;
  readonly #expressions: ExpressionLowering;
  readonly #frame: Frame;
  readonly #params: Params;
  readonly #origins: Origins;
  readonly #problems: Problem[];
  readonly #statementNodes: Int32Array;
  readonly #samples: Samples;
  readonly #losses: Definition[] = [];
  readonly #earlier: Earlier | undefined;
  readonly #seams: Seams;
  #reverse: Stretch | undefined;
  #training: { readonly statement: Training; readonly plan: TrainingPlan } | undefined;

  constructor(module: Module, surroundings: Surroundings, earlier?: Version) {
    this.#module = module;
    this.#builder = new Builder(earlier?.model.program);
    this.#program = this.#builder.program;
    this.#origins = new Origins(this.#program, earlier?.model.origins);
    this.#tree = module.tree;
    this.#surroundings = surroundings;
    this.#statementNodes = new Int32Array(this.#tree.statementCount).fill(-1);
    const { definitions } = module.names;
    const seed = seedOf(this.#tree, module.text);
    this.#params = new Params(this.#tree, this.#builder, (name) => definitions.has(name), seed, surroundings.trained);
    const frames = new FileFrames(this.#statementNodes, (definition, frame) => this.#lowerElsewhere(definition, frame));
    this.#inlining = new Inlining(this.#builder, this.#params, frames, this.#origins);
    const members = new Members(this.#params);
    this.#expressions = new ExpressionLowering(this.#builder, this.#inlining, members, this.#origins);
    this.#frame = frames.of(module);
    this.#problems = frames.problems;
    this.#samples = new Samples(this.#builder, surroundings, this.#problems);
    const { length } = this.#tree;
    this.#seams = { starts: new Int32Array(length + 1), isPlain: new Uint8Array(length) };
    this.#earlier = earlierOf(earlier, module, {
      program: this.#program,
      origins: this.#origins,
      statementNodes: this.#statementNodes,
      expressionNodes: this.#frame.expressionNodes,
      seams: this.#seams,
    });
  }

  lowered(): Lowered {
    const { length } = this.#tree;
    for (let place = 0; place < length; ) {
      const taken = this.#taken(place);
      if (taken === 0) this.#statementAt(place);
      place += Math.max(1, taken);
    }
    this.#seams.starts[length] = this.#program.length;
    const picked = this.#picked();
    const objective = this.#differentiated(picked);
    const claims = this.#claims();
    const training = this.#trainingPlan();
    const { list } = this.#params;
    const model: Model = {
      program: this.#program,
      expressionNodes: this.#frame.expressionNodes,
      statementNodes: this.#statementNodes,
      get params() {
        return list.all;
      },
      paramNodes: list.nodes,
      unwrittenParams: list.unwritten,
      data: this.#samples.list,
      ...(this.#builder.draw !== undefined && { draw: this.#builder.draw }),
      ...(objective && { objective }),
      ...(picked && { picked: picked.name }),
      ...(training && { training }),
      claims,
      calls: this.#inlining.calls,
      origins: this.#origins,
      shownCalls: this.#inlining.shown,
      fitsMemory: this.#fitsMemory(),
      seams: { ...this.#seams, ...(this.#reverse && { reverse: this.#reverse }) },
    };
    return { model, problems: [...this.#problems, ...this.#expressions.warnings, ...this.#params.problems] };
  }

  /** Takes over what it can of an earlier version, from the statement at a place on; of how many statements. */
  #taken(place: number): number {
    const end = this.#earlier?.take(place, this.#samples) ?? place;
    const taken = (kind: DefinitionKind): Definition[] => this.#tree.meant(kind, place, end) as Definition[];
    const nodeOf = ({ index }: Definition): NodeId => this.#statementNodes[index];
    const { overview } = this.#tree;
    for (const param of overview.placesOf('param', place, end)) {
      this.#params.list.pushAt(param, this.#statementNodes[overview.indices[param]]);
    }
    for (const statement of taken('data')) this.#samples.take(statement, nodeOf(statement));
    for (const statement of taken('loss')) this.#losses.push(statement);
    return end - place;
  }

  #statementAt(place: number): void {
    const statement = this.#tree.at(place);
    const { length: first } = this.#program;
    const { reaches } = this.#builder;
    const found = this.#found;
    this.#seams.starts[place] = first;
    if (!this.#module.names.unresolved.has(statement)) this.#statement(statement);
    this.#earlier?.anew(place, statement, first);
    const isWhole = isDefinition(statement) && this.#statementNodes[statement.index] >= 0;
    const isPlain = isWhole && this.#builder.reaches === reaches && this.#found === found;
    this.#seams.isPlain[place] = isPlain ? 1 : 0;
  }

  /** How much has been found wrong so far. */
  get #found(): number {
    return this.#problems.length + this.#expressions.warnings.length + this.#params.problems.length;
  }

  #statement(statement: Statement): void {
    this.#params.statement = statement;
    this.#inlining.path = statement.kind === 'node' || statement.kind === 'loss' ? statement.name.name : '';
    if (statement.kind === 'drawn') this.#draw(statement);
    else if (isDefinition(statement)) this.#define(statement);
    else if (statement.kind === 'train') this.#train(statement);
  }

  /** A const of another file, which may be read in the middle of a statement. */
  #lowerElsewhere(definition: Definition, frame: Frame): Failure | undefined {
    const { path } = this.#inlining;
    this.#inlining.path = '';
    this.#builder.reaches++;
    const end = this.#origins.begin({ kind: 'const', definition }, frame.module);
    const failure = this.#expressions.lower(definition, frame);
    end(failure ? undefined : frame.nodeOf(definition.value));
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
    const node =
      statement.kind === 'data'
        ? this.#samples.make(statement, () => this.#independentValue(statement))
        : this.#value(statement);
    if (node === undefined) return;
    this.#statementNodes[statement.index] = node;
    if (statement.kind === 'data') this.#samples.list.push({ name, node });
    if (statement.kind === 'loss') this.#losses.push(statement);
  }

  #independentValue(statement: Definition): NodeId | undefined {
    const node = this.#lower(statement) ? this.#frame.nodeOf(statement.value) : undefined;
    return node !== undefined && this.#isIndependent(statement, node) ? node : undefined;
  }

  /** The node that stands for the statement itself: a leaf, or its expression's unless that belongs to another name. */
  #value(statement: Definition): NodeId | undefined {
    const earlier = this.#program.length;
    const failure = this.#expressions.lower(statement, this.#frame);
    const node = failure ? undefined : this.#frame.nodeOf(statement.value);
    const settled = statement.kind === 'const' ? this.#surroundings.consts?.get(statement.name.name) : undefined;
    // What sizes alone make is known, and follows the size of the mini-batch.
    const isKnown = settled && node !== undefined && this.#builder.knownNumber(node) !== undefined;
    if (settled && !isKnown) return this.#program.add(constant, [], settled);
    if (failure?.unusable) this.#problems.push(failure.unusable);
    if (node === undefined) return undefined;
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
    return this.#tree.overview.placesOf('train').length > 0 ? undefined : defaultPlan;
  }

  /** What the user picked, as long as the file has a scalar of that name, or tries to say what it is. */
  #picked(): Picked | undefined {
    const { root: name } = this.#surroundings;
    if (name === undefined) return undefined;
    const node = this.#frame.valueOf(name) ?? this.#params.nodeOf(name);
    const isMeant =
      node === undefined ? this.#module.names.definitions.has(name) : this.#program.shape(node).length === 0;
    return isMeant ? { name, node } : undefined;
  }

  /** The reverse pass of what was picked, or of the losses: of none, where that has no value. */
  #differentiated(picked: Picked | undefined): Objective | undefined {
    const losses = scalarLosses(this.#tree, this.#losses, this.#statementNodes, this.#program, this.#problems);
    const root = picked ? rootOf(picked) : losses && sumOfLosses(losses, this.#program);
    if (root === undefined) return undefined;
    const { length: first } = this.#program;
    const gradient =
      this.#earlier?.gradient(root, this.#seams.starts.at(-1)!, this.#params) ??
      differentiate(this.#program, root.node, (node) => this.#params.has(node));
    this.#reverse = { first, end: this.#program.length };
    this.#expressions.objective = gradient;
    const objective = { label: root.label, gradient };
    if (!picked) this.#problems.push(...unreached(this.#params.list, objective));
    return objective;
  }

  #fitsMemory(): boolean {
    const { elements } = this.#program;
    if (elements <= limits.elements) return true;
    const cause = this.#losses[0] ?? this.#tree.at(0);
    this.#problems.push(problem('too-many-elements', cause, elements));
    return false;
  }

  #claims(): Claim[] {
    const claims: Claim[] = [];
    for (const statement of this.#tree.meant('expect')) {
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
