/**
 * Names for the values in a backward pass document: the name in the source if there is one, else a noun for the
 * operator.
 */

import { adjointOf, type BackwardPass } from '../../engine/autodiff/differentiate.ts';
import type { NodeId, Program } from '../../engine/ir/program.ts';
import { keywords } from '../../language/syntax/scanner.ts';
import { partitionPoint } from '../../language/text/partitionPoint.ts';
import { Identifiers } from '../identifiers.ts';
import { isInputOperator } from './inputOperators.ts';
import { nounFor } from './valueNames.ts';

export class BackwardNames {
  readonly #program: Program;
  readonly #backwardPass: BackwardPass;
  readonly #identifiers = new Identifiers(keywords);
  /** Names of the forward pass. */
  readonly #names = new Map<NodeId, string>();
  readonly #adjoints = new Map<NodeId, string>();
  /** The nodes of the source's statements, in order. */
  readonly #statements: readonly NodeId[];
  /** Number of nodes with each noun. */
  readonly #nouns = new Map<string, number>();
  /** Number of unnamed nodes in each statement. */
  readonly #parts = new Map<NodeId, number>();
  /** The call that made an unnamed node, as a path, if it can be inferred from the params among its operands. */
  readonly #calls = new Map<NodeId, string>();

  /**
   * @param forward the nodes that the root depends on, in order.
   * @param statements the named nodes of the source, in node order.
   */
  constructor(
    program: Program,
    backwardPass: BackwardPass,
    forward: readonly NodeId[],
    statements: readonly { readonly node: NodeId; readonly name: string }[],
  ) {
    this.#program = program;
    this.#backwardPass = backwardPass;
    const sourceNames = new Map(statements.map(({ node, name }) => [node, name]));
    this.#statements = statements.flatMap(({ node, name }) => (isPath(name) ? [] : [node]));
    const named = forward.filter((node) => sourceNames.has(node));
    for (const node of named.sort(
      (a, b) => Number(isPath(sourceNames.get(a)!)) - Number(isPath(sourceNames.get(b)!)),
    )) {
      this.#names.set(node, this.#identifiers.allocate(identifierFor(sourceNames.get(node)!)));
    }
    if (!this.#names.has(backwardPass.root)) this.#names.set(backwardPass.root, this.#identifiers.allocate('total'));
    const unnamed = forward.filter((node) => !this.#names.has(node) && adjointOf(backwardPass, node) !== undefined);
    for (const node of unnamed) this.#count(node, sourceNames);
    for (const node of unnamed) this.#names.set(node, this.makeName(node, node));
    for (const node of forward) if (adjointOf(backwardPass, node) !== undefined) this.#nameAdjoint(node);
  }

  /** The name of a node of the forward pass; undefined if it has no line. Every node with an adjoint has a name. */
  nameOf(node: NodeId): string | undefined {
    return this.#names.get(node);
  }

  /** `dL_dq`. */
  adjointName(node: NodeId): string {
    return this.#adjoints.get(node)!;
  }

  /** The adjoint in mathematical notation: `∂L/∂q`. */
  symbolOf(node: NodeId): string {
    return `∂${this.nameOf(this.#backwardPass.root)}/∂${this.nameOf(node)}`;
  }

  /** A name for the contribution of one consumer to a node that has several. */
  makeContribution(node: NodeId, consumer: NodeId): string {
    return this.#identifiers.allocate(`${this.adjointName(node)}_via_${this.nameOf(consumer)}`);
  }

  makePartialSum(node: NodeId): string {
    return this.#identifiers.allocate(`${this.adjointName(node)}_so_far`);
  }

  /**
   * A name for a node that is unnamed in the source.
   * @param forwardNode the node of the forward pass that it belongs to.
   */
  makeName(node: NodeId, forwardNode: NodeId): string {
    const noun = nounFor(this.#program, node);
    const call = this.#calls.get(forwardNode);
    return this.#identifiers.allocate(
      this.#isUnambiguous(noun, forwardNode) ? noun : `${call ?? this.#statementOf(forwardNode)}_${noun}`,
    );
  }

  /** True if a noun is unambiguous: no other node has it, and its statement has no other unnamed node. */
  #isUnambiguous(noun: string, forwardNode: NodeId): boolean {
    if (this.#calls.has(forwardNode) || (this.#nouns.get(noun) ?? 0) > 1) return false;
    const statement = this.statementOf(forwardNode);
    return statement === this.#backwardPass.root || (this.#parts.get(statement) ?? 0) <= 1;
  }

  /** The name of the statement that a node is part of. */
  #statementOf(node: NodeId): string {
    return this.nameOf(node) ?? this.nameOf(this.statementOf(node)) ?? this.nameOf(this.#backwardPass.root)!;
  }

  /** The node of the statement that a node is part of. The parts of a statement precede its own node. */
  statementOf(node: NodeId): NodeId {
    const index = partitionPoint(this.#statements, (statement) => statement >= node);
    return this.#statements[index] ?? this.#backwardPass.root;
  }

  #count(node: NodeId, sourceNames: ReadonlyMap<NodeId, string>): void {
    const noun = nounFor(this.#program, node);
    const statement = this.statementOf(node);
    this.#nouns.set(noun, (this.#nouns.get(noun) ?? 0) + 1);
    this.#parts.set(statement, (this.#parts.get(statement) ?? 0) + 1);
    const operands = this.#program.operands(node);
    const path = operands
      .flatMap((operand) => (isInputOperator(this.#program.operator(operand)) ? [sourceNames.get(operand) ?? ''] : []))
      .find(isPath);
    const call =
      path === undefined
        ? operands.map((operand) => this.#calls.get(operand)).find((found) => found !== undefined)
        : identifierFor(path.slice(0, path.lastIndexOf('.')));
    if (call !== undefined) this.#calls.set(node, call);
  }

  #nameAdjoint(node: NodeId): void {
    this.#adjoints.set(
      node,
      this.#identifiers.allocate(`d${this.nameOf(this.#backwardPass.root)}_d${this.nameOf(node)}`),
    );
  }
}

/** True if a name is the path of a param that a call made, such as `net.h1.W`. Names in the source take precedence. */
function isPath(name: string): boolean {
  return name.includes('.');
}

function identifierFor(path: string): string {
  return path.replaceAll('.', '_');
}
