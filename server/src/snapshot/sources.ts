/** Where in the text a node comes from: the expression that it was made for, and what the text calls it. */

import type { NodeId } from '../engine/program.ts';
import { nodeAt } from '../language/model.ts';
import { shortened } from '../language/shortened.ts';
import { sourceOf } from '../language/source.ts';
import { type Expression, isDefinition, nodesOf } from '../language/tree.ts';
import type { Snapshot } from './snapshot.ts';

export class Sources {
  readonly #text: string;
  readonly #names = new Map<NodeId, string>();
  /** The last node that was made for each expression, in ascending order. */
  readonly #nodes: NodeId[] = [];
  /** The expressions, in the same order; undefined where one is of no definition. */
  readonly #expressions: (Expression | undefined)[] = [];

  constructor({ text, tree, model }: Snapshot) {
    this.#text = text;
    for (const statement of tree.statements) {
      // What a body makes is a part of the call.
      if (statement.kind === 'expect' || statement.kind === 'fn') continue;
      const definition = isDefinition(statement) ? statement : undefined;
      for (const expression of nodesOf(tree, statement)) {
        // A name has the node of what it stands for.
        if (expression.kind === 'name' || expression.kind === 'member') continue;
        this.#add(model.expressionNodes[expression.index], definition && expression);
      }
      const node = nodeAt(model.statementNodes, statement.index);
      if (node === undefined || definition === undefined) continue;
      this.#names.set(node, definition.name.name);
      this.#add(node, definition.value);
    }
    for (const { node, name } of model.params) this.#names.set(node, name);
  }

  #add(node: number, expression: Expression | undefined): void {
    if (node <= (this.#nodes.at(-1) ?? -1)) return;
    this.#nodes.push(node);
    this.#expressions.push(expression);
  }

  /** The expression of a definition that a node of the forward pass was made for, or undefined. */
  expressionOf(node: NodeId): Expression | undefined {
    return this.#expressions[this.#placeOf(node)];
  }

  /** A name, or the source of an expression; undefined for numbers, which say it themselves, and for what has no place in the text. */
  nameOf(node: NodeId): string | undefined {
    const name = this.#names.get(node);
    if (name !== undefined) return shortened(name);
    const place = this.#placeOf(node);
    const expression = this.#nodes[place] === node ? this.#expressions[place] : undefined;
    return expression && !isNumber(expression) ? this.sourceOf(expression) : undefined;
  }

  sourceOf(expression: Expression): string {
    return sourceOf(this.#text, expression);
  }

  /** The place of the first expression that ends at a node or after it. */
  #placeOf(node: NodeId): number {
    let low = 0;
    let high = this.#nodes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#nodes[middle] < node) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function isNumber(expression: Expression): boolean {
  const unsigned = expression.kind === 'negate' ? expression.operand : expression;
  return unsigned.kind === 'number';
}

/** The nodes of the forward pass are those up to this one: the reverse pass, and what is expected, come after. */
export function lastForwardNode({ model }: Snapshot): NodeId {
  let last = model.objective?.gradient.root ?? -1;
  for (const node of model.statementNodes) last = Math.max(last, node);
  return last;
}
