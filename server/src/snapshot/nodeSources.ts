/** Source locations of nodes: the expression that a node was lowered from, and its name in the text. */

import type { NodeId } from '../engine/ir/program.ts';
import { enclosingCall, nodeAt } from '../language/lowering/model.ts';
import { isDefinition, type LocatedExpression, labelOf, locate } from '../language/syntax/ast.ts';
import { isNumberLiteral } from '../language/syntax/literals.ts';
import { expressionsToLower } from '../language/syntax/tree/tree.ts';
import { excerptOf } from '../language/text/excerpt.ts';
import { partitionPoint } from '../language/text/partitionPoint.ts';
import { truncate } from '../language/text/truncate.ts';
import type { Snapshot } from './snapshot.ts';

export class NodeSources {
  readonly #snapshot: Snapshot;
  #names: ReadonlyMap<NodeId, string> | undefined;
  /** By statement index. */
  readonly #nodesByStatement = new Map<number, readonly SourcedNode[]>();

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  /** The expression that a node of the forward pass was lowered from, if it is part of a definition. */
  expressionOf(node: NodeId): LocatedExpression | undefined {
    return this.#firstAtOrAfter(node)?.expression;
  }

  /** A name, or the source of an expression; undefined for number literals, and for nodes without a source. */
  nameOf(node: NodeId): string | undefined {
    this.#names ??= namesOf(this.#snapshot);
    const name = this.#names.get(node);
    if (name !== undefined) return truncate(name);
    const sourcedNode = this.#firstAtOrAfter(node);
    const expression = sourcedNode?.node === node ? sourcedNode.expression : undefined;
    return expression && !isNumberLiteral(expression.expression) ? this.sourceOf(expression) : undefined;
  }

  sourceOf({ range }: LocatedExpression): string {
    return excerptOf(this.#snapshot.text, range);
  }

  /** The first expression whose last node is `node` or a later one. The steps of a block share its expressions. */
  #firstAtOrAfter(node: NodeId): SourcedNode | undefined {
    const { firstNodes } = this.#snapshot.model;
    const { length } = this.#snapshot.tree;
    const first = statementIndexOf(firstNodes, node);
    if (first < length && this.#snapshot.tree.at(first).kind === 'for')
      return { node, expression: this.#expressionInBlock(node) };
    for (let index = first; index < length; index++) {
      const found = this.#sourcedNodesIn(index).find((candidate) => candidate.node >= node);
      if (found) return found;
    }
    return undefined;
  }

  #expressionInBlock(node: NodeId): LocatedExpression | undefined {
    const { model, tree } = this.#snapshot;
    const call = enclosingCall(model, node);
    if (call) return locate(call.statement, call.call);
    const index = model.sourceMap.expressionIndexOf(node);
    return index === undefined ? undefined : tree.expressionAt(index);
  }

  #sourcedNodesIn(index: number): readonly SourcedNode[] {
    const sourcedNodes = this.#nodesByStatement.get(index) ?? sourcedNodesIn(this.#snapshot, index);
    this.#nodesByStatement.set(index, sourcedNodes);
    return sourcedNodes;
  }
}

/** The last node of an expression; `expression` is undefined outside of definitions. */
interface SourcedNode {
  readonly node: NodeId;
  readonly expression: LocatedExpression | undefined;
}

/** The nodes of the statement at `index`, in ascending order. */
function sourcedNodesIn({ tree, model }: Snapshot, index: number): readonly SourcedNode[] {
  const statement = tree.at(index);
  // Nodes of a function body belong to the call.
  if (statement.kind === 'expect' || statement.kind === 'fn') return [];
  const definition = isDefinition(statement) ? statement : undefined;
  const sourcedNodes: SourcedNode[] = [];
  const add = (node: number, expression: LocatedExpression | undefined): void => {
    if (node > (sourcedNodes.at(-1)?.node ?? model.firstNodes[index] - 1)) sourcedNodes.push({ node, expression });
  };
  for (const expression of expressionsToLower(tree, statement)) {
    // Names share the node of their definition.
    if (expression.kind === 'name' || expression.kind === 'member') continue;
    const located = locate(statement, expression);
    add(model.expressionNodes[located.index], definition && located);
  }
  const node = nodeAt(model.statementNodes, statement.id);
  if (node !== undefined && definition) add(node, locate(definition, definition.value));
  return sourcedNodes;
}

function namesOf({ tree, model }: Snapshot): ReadonlyMap<NodeId, string> {
  const names = new Map<NodeId, string>();
  for (const statement of tree.statements) {
    const node = nodeAt(model.statementNodes, statement.id);
    if (node !== undefined && isDefinition(statement)) names.set(node, labelOf(statement));
  }
  for (const { node, name } of model.params) names.set(node, name);
  return names;
}

/** Index of the last statement whose first node is not after `node`. */
function statementIndexOf(firstNodes: Int32Array, node: NodeId): number {
  return Math.max(0, partitionPoint(firstNodes, (firstNode) => firstNode > node) - 1);
}

/** Index of the last node of the forward pass; the backward pass and the expectations come after it. */
export function lastForwardNode({ model }: Snapshot): NodeId {
  let last = model.objective?.backwardPass.root ?? -1;
  for (const node of model.statementNodes) last = Math.max(last, node);
  return last;
}
