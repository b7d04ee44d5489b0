/** What a document of a reverse pass calls its values: by the names of the source where it has one, else by what they are. */

import { adjointOf, type Gradient } from '../engine/autodiff/differentiate.ts';
import type { NodeId, Program } from '../engine/ir/program.ts';
import { leaf } from '../engine/operators/leaves.ts';
import { firstWhere } from '../language/base/partitionPoint.ts';
import { keywords } from '../language/syntax/scan.ts';
import { Identifiers } from './identifiers.ts';
import { nounFor } from './valueNames.ts';

export class BackwardNames {
  readonly #program: Program;
  readonly #gradient: Gradient;
  readonly #free = new Identifiers(keywords);
  /** Of the forward pass. */
  readonly #names = new Map<NodeId, string>();
  readonly #adjoints = new Map<NodeId, string>();
  /** The nodes of the source's statements, in order. */
  readonly #statements: readonly NodeId[];
  /** How many nodes are called by a noun. */
  readonly #nouns = new Map<string, number>();
  /** How many unnamed nodes each statement has. */
  readonly #parts = new Map<NodeId, number>();
  /** The call of a function that made an unnamed node: its path, as far as it can be told from the params in it. */
  readonly #calls = new Map<NodeId, string>();

  /**
   * @param forward the nodes that the root is made of, in order.
   * @param statements what the source names, in the order of the nodes.
   */
  constructor(
    program: Program,
    gradient: Gradient,
    forward: readonly NodeId[],
    statements: readonly { readonly node: NodeId; readonly name: string }[],
  ) {
    this.#program = program;
    this.#gradient = gradient;
    const source = new Map(statements.map(({ node, name }) => [node, name]));
    this.#statements = statements.flatMap(({ node, name }) => (isPath(name) ? [] : [node]));
    const named = forward.filter((node) => source.has(node));
    for (const node of named.sort((a, b) => Number(isPath(source.get(a)!)) - Number(isPath(source.get(b)!)))) {
      this.#names.set(node, this.#free.claim(joined(source.get(node)!)));
    }
    if (!this.#names.has(gradient.root)) this.#names.set(gradient.root, this.#free.claim('total'));
    const unnamed = forward.filter((node) => !this.#names.has(node) && adjointOf(gradient, node) !== undefined);
    for (const node of unnamed) this.#count(node, source);
    for (const node of unnamed) this.#names.set(node, this.make(node, node));
    for (const node of forward) if (adjointOf(gradient, node) !== undefined) this.#nameAdjoint(node);
  }

  /** The name of a node of the forward pass that has a line of its own; every one that a gradient flows to has. */
  of(node: NodeId): string | undefined {
    return this.#names.get(node);
  }

  /** `dL_dq`. */
  ofAdjoint(node: NodeId): string {
    return this.#adjoints.get(node)!;
  }

  /** The same as it is said: `∂L/∂q`. */
  symbolOf(node: NodeId): string {
    return `∂${this.of(this.#gradient.root)}/∂${this.of(node)}`;
  }

  /** A name for what one consumer hands back to a node that has several. */
  makeContribution(node: NodeId, consumer: NodeId): string {
    return this.#free.claim(`${this.ofAdjoint(node)}_via_${this.of(consumer)}`);
  }

  makePartialSum(node: NodeId): string {
    return this.#free.claim(`${this.ofAdjoint(node)}_so_far`);
  }

  /**
   * A name for a node that the source has none for.
   * @param place the node of the forward pass that it belongs to.
   */
  make(node: NodeId, place: NodeId): string {
    const noun = nounFor(this.#program, node);
    const call = this.#calls.get(place);
    return this.#free.claim(this.#needsNoPlace(noun, place) ? noun : `${call ?? this.#statementOf(place)}_${noun}`);
  }

  /** Whether a noun says enough: nothing else is called by it, and no other part of the same statement says whose part it is. */
  #needsNoPlace(noun: string, place: NodeId): boolean {
    if (this.#calls.has(place) || (this.#nouns.get(noun) ?? 0) > 1) return false;
    const statement = this.statementOf(place);
    return statement === this.#gradient.root || (this.#parts.get(statement) ?? 0) <= 1;
  }

  /** The name of the statement that a node is a part of. */
  #statementOf(node: NodeId): string {
    return this.of(node) ?? this.of(this.statementOf(node)) ?? this.of(this.#gradient.root)!;
  }

  /** The node of the statement that a node is a part of: those of a statement stand before its own. */
  statementOf(node: NodeId): NodeId {
    const place = firstWhere(this.#statements, (statement) => statement >= node);
    return this.#statements[place] ?? this.#gradient.root;
  }

  #count(node: NodeId, source: ReadonlyMap<NodeId, string>): void {
    const noun = nounFor(this.#program, node);
    const statement = this.statementOf(node);
    this.#nouns.set(noun, (this.#nouns.get(noun) ?? 0) + 1);
    this.#parts.set(statement, (this.#parts.get(statement) ?? 0) + 1);
    const operands = this.#program.operands(node);
    const path = operands
      .flatMap((operand) => (this.#program.operator(operand) === leaf ? [source.get(operand) ?? ''] : []))
      .find(isPath);
    const call =
      path === undefined
        ? operands.map((operand) => this.#calls.get(operand)).find((found) => found !== undefined)
        : joined(path.slice(0, path.lastIndexOf('.')));
    if (call !== undefined) this.#calls.set(node, call);
  }

  #nameAdjoint(node: NodeId): void {
    this.#adjoints.set(node, this.#free.claim(`d${this.of(this.#gradient.root)}_d${this.of(node)}`));
  }
}

/** `net.h1.W`, the name of a param that a call made; it yields to names that stand in the source. */
function isPath(name: string): boolean {
  return name.includes('.');
}

function joined(path: string): string {
  return path.replaceAll('.', '_');
}
