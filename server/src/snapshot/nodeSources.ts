/** Where in the text a node comes from: the expression that it was made for, and what the text calls it. */

import type { NodeId } from '../engine/ir/program.ts';
import { sourceOf } from '../language/base/excerpt.ts';
import { firstWhere } from '../language/base/partitionPoint.ts';
import { shortened } from '../language/base/truncate.ts';
import { nodeAt } from '../language/lowering/model.ts';
import { type Expression, isDefinition, nodesOf } from '../language/syntax/tree.ts';
import type { Snapshot } from './snapshot.ts';

export class Sources {
  readonly #snapshot: Snapshot;
  #names: ReadonlyMap<NodeId, string> | undefined;
  /** By the place of each statement that was asked for. */
  readonly #made = new Map<number, readonly Made[]>();

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  /** The expression of a definition that a node of the forward pass was made for, or undefined. */
  expressionOf(node: NodeId): Expression | undefined {
    return this.#firstFrom(node)?.expression;
  }

  /** A name, or the source of an expression; undefined for numbers, which say it themselves, and for what has no place in the text. */
  nameOf(node: NodeId): string | undefined {
    this.#names ??= namesOf(this.#snapshot);
    const name = this.#names.get(node);
    if (name !== undefined) return shortened(name);
    const made = this.#firstFrom(node);
    const expression = made?.node === node ? made.expression : undefined;
    return expression && !isNumber(expression) ? this.sourceOf(expression) : undefined;
  }

  sourceOf(expression: Expression): string {
    return sourceOf(this.#snapshot.text, expression);
  }

  /** The first expression that ends at a node or after it. */
  #firstFrom(node: NodeId): Made | undefined {
    const { starts } = this.#snapshot.model.seams;
    const { length } = this.#snapshot.tree;
    for (let place = placeOf(starts, node); place < length; place++) {
      const found = this.#madeIn(place).find((made) => made.node >= node);
      if (found) return found;
    }
    return undefined;
  }

  #madeIn(place: number): readonly Made[] {
    const made = this.#made.get(place) ?? madeIn(this.#snapshot, place);
    this.#made.set(place, made);
    return made;
  }
}

/** The last node that was made for an expression; of an expression that is of no definition the node alone. */
interface Made {
  readonly node: NodeId;
  readonly expression: Expression | undefined;
}

/** What was made in the statement at a place, in ascending order of the nodes. */
function madeIn({ tree, model }: Snapshot, place: number): readonly Made[] {
  const statement = tree.at(place);
  // What a body makes is a part of the call.
  if (statement.kind === 'expect' || statement.kind === 'fn') return [];
  const definition = isDefinition(statement) ? statement : undefined;
  const made: Made[] = [];
  const add = (node: number, expression: Expression | undefined): void => {
    if (node > (made.at(-1)?.node ?? model.seams.starts[place] - 1)) made.push({ node, expression });
  };
  for (const expression of nodesOf(tree, statement)) {
    // A name has the node of what it stands for.
    if (expression.kind === 'name' || expression.kind === 'member') continue;
    add(model.expressionNodes[expression.index], definition && expression);
  }
  const node = nodeAt(model.statementNodes, statement.index);
  if (node !== undefined && definition) add(node, definition.value);
  return made;
}

function namesOf({ tree, model }: Snapshot): ReadonlyMap<NodeId, string> {
  const names = new Map<NodeId, string>();
  for (const statement of tree.statements) {
    const node = nodeAt(model.statementNodes, statement.index);
    if (node !== undefined && isDefinition(statement)) names.set(node, statement.name.name);
  }
  for (const { node, name } of model.params) names.set(node, name);
  return names;
}

/** The place of the last of some ascending nodes that doesn't come after another one. */
function placeOf(starts: Int32Array, node: NodeId): number {
  return Math.max(0, firstWhere(starts, (start) => start > node) - 1);
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
