/**
 * An earlier version of a model. The nodes of a statement that reads the same, and whose names have values of the same
 * shape, are taken over from it; so is the reverse pass, where all that it leads through is there as it was.
 */

import { adjointOf, carriesIn, type Gradient } from '../../engine/autodiff/differentiate.ts';
import { moved, Places, sameNumber } from '../../engine/autodiff/reuseReversePass.ts';
import type { NodeId, Program, Stretch } from '../../engine/ir/program.ts';
import { sameShape, sizeOf } from '../../engine/ir/shape.ts';
import { limits } from '../base/limits.ts';
import type { Module } from '../names/modules.ts';
import { maskOf } from '../syntax/parsedStatement.ts';
import { isFunction, nameOf, placeOf, type Statement, type Tree } from '../syntax/tree.ts';
import { Unchanged } from '../syntax/treeDiff.ts';
import { type Model, nodeAt } from './model.ts';
import type { Params } from './params.ts';
import type { Root } from './root.ts';
import type { Samples } from './samples.ts';
import type { Origins } from './sourceMap.ts';

/** Where the nodes of a model's statements are, and which of them depend on nothing but the values that they name. */
export interface Seams {
  /** By the place of each statement the first of its nodes; the last one is the first node behind all of them. */
  readonly starts: Int32Array;
  /** 1 for each statement that is made of the values that it names alone. */
  readonly isPlain: Uint8Array;
  /** The reverse pass of the objective. */
  readonly reverse?: Stretch;
}

export interface Version {
  readonly module: Module;
  readonly model: Model;
}

/** What is made of the later version so far. */
export interface Growing {
  readonly program: Program;
  readonly origins: Origins;
  readonly statementNodes: Int32Array;
  readonly expressionNodes: Int32Array;
  readonly seams: Seams;
}

/** A statement that was lowered anew. */
interface Anew {
  /** Its nodes in the earlier version, if it was there. */
  readonly before?: Stretch;
  readonly after: Stretch;
  readonly isAlike: boolean;
  /** Its value in the earlier version, if that stands for the one that it has now. */
  readonly value?: NodeId;
}

/** An earlier version to take nodes over from, if its functions and what it imports are those of this one. */
export function earlierOf(earlier: Version | undefined, module: Module, growing: Growing): Earlier | undefined {
  if (earlier === undefined || earlier.module.names.scope !== module.names.scope) return undefined;
  const unchanged = new Unchanged(earlier.module.tree, module.tree);
  if ([...unchanged.replaced, ...unchanged.replacing].some(isFunction)) return undefined;
  const found = new Earlier(earlier, module.names.unresolved, unchanged, growing);
  return found.hasSameImports ? found : undefined;
}

export class Earlier {
  readonly hasSameImports: boolean;
  readonly #model: Model;
  readonly #seams: Seams;
  /** The places of statements of the later version that have no value. */
  readonly #unresolved: readonly number[];
  readonly #unchanged: Unchanged;
  readonly #growing: Growing;
  readonly #places: Places;
  /** Names whose values are other ones, as far as has been seen. */
  readonly #others = new Map<string, number>();
  readonly #anew: Anew[] = [];
  /** The place of each name that was replaced, where somebody has asked. */
  #placesOfReplaced: ReadonlyMap<string, number> | undefined;

  constructor({ model }: Version, unresolved: ReadonlySet<Statement>, unchanged: Unchanged, growing: Growing) {
    const { seams } = model;
    this.#model = model;
    this.#seams = seams;
    this.#unresolved = [...unresolved].flatMap((statement) => placeIn(unchanged.after, statement) ?? []);
    this.#unchanged = unchanged;
    this.#growing = growing;
    this.#places = new Places(model.program, growing.program);
    const imported = { first: 0, end: growing.program.length };
    this.hasSameImports = this.#places.match({ first: 0, end: seams.starts[0] }, imported);
  }

  /**
   * Takes over the nodes of the statements from a place on, as many as may be taken over together.
   * @param samples what data must fit to.
   * @returns the place of the first one that is not taken over.
   */
  take(place: number, samples: Samples): number {
    if (place === this.#unchanged.change.start) this.#loseReplaced();
    const first = this.#unchanged.placeBefore(place);
    if (first === undefined) return place;
    const end = this.#endOfRun(place, first, samples);
    if (end === place || !this.#hasRoom(this.#stretch(first, first + end - place))) return place;
    this.#takeRun(place, end, first);
    return end;
  }

  /** The names of what was replaced have other values from here on, unless that is found to be otherwise. */
  #loseReplaced(): void {
    for (const statement of this.#unchanged.replaced) {
      const name = nameOf(statement)?.name;
      if (name !== undefined) this.#others.set(name, maskOf([name]));
    }
  }

  #endOfRun(place: number, first: number, samples: Samples): number {
    const { before, after, change } = this.#unchanged;
    let end = place < change.start ? change.start : after.length;
    const unplain = this.#seams.isPlain.indexOf(0, first);
    if (unplain >= 0) end = Math.min(end, place + unplain - first);
    end = this.#unchanged.nextNaming(this.#others, place, end);
    for (const at of this.#unresolved) if (at >= place) end = Math.min(end, at);
    for (const at of after.overview.placesOf('data', place, end)) {
      const node = this.#model.statementNodes[before.overview.indices[first + at - place]];
      if (!samples.isFitting(this.#model.program.shape(node))) return at;
    }
    return end;
  }

  #takeRun(place: number, end: number, earlier: number): void {
    const { program, origins, expressionNodes, statementNodes, seams } = this.#growing;
    const { before, after } = this.#unchanged;
    const stretch = this.#stretch(earlier, earlier + end - place);
    const shift = program.length - stretch.first;
    this.#places.take(stretch);
    const behind = earlier + end - place;
    const [was, is] = [before.overview, after.overview];
    origins.take(this.#model.origins, stretch, is.firsts[place] - was.firsts[earlier]);
    const expressions = this.#model.expressionNodes.subarray(was.firsts[earlier], was.firsts[behind]);
    const statements = this.#model.statementNodes.subarray(was.indices[earlier], was.indices[behind]);
    if (this.#places.areAligned(stretch.end)) {
      expressionNodes.set(expressions, is.firsts[place]);
      statementNodes.set(statements, is.indices[place]);
    } else {
      this.#translate(expressions, expressionNodes, is.firsts[place]);
      this.#translate(statements, statementNodes, is.indices[place]);
    }
    for (let taken = place; taken < end; taken++)
      seams.starts[taken] = this.#seams.starts[earlier + taken - place] + shift;
    seams.isPlain.fill(1, place, end);
  }

  /** Writes where some nodes stand now. */
  #translate(nodes: Int32Array, into: Int32Array, from: number): void {
    const { of } = this.#places;
    for (let i = 0; i < nodes.length; i++) into[from + i] = nodes[i] < 0 ? -1 : of[nodes[i]];
  }

  /** The statement at a place was lowered anew, or could not be, to the nodes from one on. */
  anew(place: number, statement: Statement, first: NodeId): void {
    const { program, statementNodes } = this.#growing;
    const earlier = this.#placeBefore(place, statement);
    const before = earlier === undefined ? undefined : this.#stretch(earlier);
    const after = { first, end: program.length };
    const isAlike = this.#places.match(before ?? { first: 0, end: 0 }, after);
    const was = earlier === undefined ? -1 : this.#unchanged.before.overview.indices[earlier];
    const [from, to] = [nodeAt(this.#model.statementNodes, was), nodeAt(statementNodes, statement.index)];
    const isSame = from !== undefined && to !== undefined && this.#hasSameValue(from, to);
    if (isSame) this.#places.of[from] = to;
    const name = nameOf(statement)?.name;
    if (name !== undefined && isSame) this.#others.delete(name);
    else if (name !== undefined && (from !== undefined || to !== undefined)) this.#others.set(name, maskOf([name]));
    this.#anew.push({ ...(before && { before }), after, isAlike, ...(isSame && { value: from }) });
  }

  /** The place that a statement had, or of one that was read anew, that of the one of its name that was replaced. */
  #placeBefore(place: number, statement: Statement): number | undefined {
    const same = this.#unchanged.placeBefore(place);
    const name = nameOf(statement)?.name;
    if (same !== undefined || name === undefined) return same;
    this.#placesOfReplaced ??= this.#findReplaced();
    return this.#placesOfReplaced.get(name);
  }

  #findReplaced(): ReadonlyMap<string, number> {
    const places = new Map<string, number>();
    for (const [i, replaced] of this.#unchanged.replaced.entries()) {
      const name = nameOf(replaced)?.name;
      if (name !== undefined && !places.has(name)) places.set(name, this.#unchanged.change.start + i);
    }
    return places;
  }

  /** Whether nobody who uses a value can tell it from another one before it is known. */
  #hasSameValue(before: NodeId, after: NodeId): boolean {
    const { earlier, later } = this.#places;
    const isSame = sameShape(earlier.shape(before), later.shape(after));
    return isSame && sameNumber(earlier, before, later, after);
  }

  /** The nodes of the statements from a place on. */
  #stretch(place: number, end = place + 1): Stretch {
    return { first: this.#seams.starts[place], end: this.#seams.starts[end] };
  }

  #hasRoom({ first, end }: Stretch): boolean {
    const { program: earlier } = this.#model;
    const { program } = this.#growing;
    if (program.length + end - first > limits.nodes) return false;
    if (program.elements + earlier.elements <= limits.elements) return true;
    let { elements } = program;
    for (let node = first; node < end; node++) elements += sizeOf(earlier.shape(node));
    return elements <= limits.elements;
  }

  /** Takes over the reverse pass; undefined where it would be another one. */
  gradient(root: Root, end: NodeId, params: Params): Gradient | undefined {
    const { objective } = this.#model;
    const { starts, reverse } = this.#seams;
    if (objective === undefined || reverse === undefined) return undefined;
    const { gradient } = objective;
    const { of, later } = this.#places;
    // What adds several losses up belongs to no statement.
    const sums = { first: starts[starts.length - 1], end: reverse.first };
    if (!this.#places.match(sums, { first: end, end: later.length })) return undefined;
    if (of[gradient.root] !== root.node) return undefined;
    const isAsItWas = later.length === reverse.first && this.#isAllAsItWas(params);
    const carries = isAsItWas ? gradient.carries : this.#carries(gradient, root, params);
    if (carries === undefined) return undefined;
    if (!isAsItWas && !this.#isAllThere(gradient)) return undefined;
    this.#places.take(reverse);
    return isAsItWas ? gradient : moved(gradient, carries, this.#places);
  }

  /** Whether every node that has a gradient has a place. */
  #isAllThere({ root, adjoints }: Gradient): boolean {
    const { of } = this.#places;
    for (let node = 0; node <= root; node++) if (adjoints[node] >= 0 && of[node] < 0) return false;
    return true;
  }

  /** Whether nothing but numbers that no gradient rule looks at is another. */
  #isAllAsItWas(params: Params): boolean {
    const { earlier, later } = this.#places;
    const isLike = later.isLike(earlier) && this.#anew.every(({ isAlike }) => isAlike);
    const { paramNodes: before } = this.#model;
    const { nodes } = params.list;
    return isLike && before.length === nodes.length && before.every((node, place) => nodes[place] === node);
  }

  /** Which nodes carry a gradient; undefined where that is otherwise than it was, for nodes that the reverse pass may reach. */
  #carries(gradient: Gradient, { node: root }: Root, params: Params): Uint8Array | undefined {
    const { of, later } = this.#places;
    const carries = new Uint8Array(later.length);
    const isOther = (before: NodeId): boolean =>
      before <= gradient.root && carries[of[before]] !== gradient.carries[before];
    for (const { first, end, to } of this.#places.runs) carries.set(gradient.carries.subarray(first, end), to);
    for (const { before, after, isAlike, value } of this.#anew) {
      carriesIn(later, carries, after, (node) => params.has(node));
      if (value !== undefined && isOther(value)) return undefined;
      for (let node = before?.first ?? 0; node < (before?.end ?? 0); node++) {
        if (isAlike ? isOther(node) : adjointOf(gradient, node) !== undefined) return undefined;
      }
    }
    return carries.subarray(0, root + 1);
  }
}

/** The place of a statement; undefined of one that stands in the body of a function. */
function placeIn(tree: Tree, statement: Statement): number | undefined {
  const place = placeOf(tree, statement);
  return tree.overview.starts[place] === statement.start ? place : undefined;
}
