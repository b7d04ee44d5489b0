/** What the nodes of a program are called in the text: the name of a statement, or the source of a sub-expression. */

import type { NodeId } from '../engine/program.ts';
import { nodeAt } from '../language/model.ts';
import { shortened } from '../language/shortened.ts';
import { sourceOf } from '../language/source.ts';
import { type Expression, isNaming, nodesOf, type Statement } from '../language/tree.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

export interface Label {
  /** `q`, or `target - f`. */
  readonly text: string;
  /** Whether it is a name or a call, which needs no brackets inside a larger expression. */
  readonly isAtom: boolean;
  readonly statement: Statement;
  /** Absent where the node is the statement itself. */
  readonly expression?: Expression;
}

export type Labels = ReadonlyMap<NodeId, Label>;

export function labelsOf({ tree, model, text }: Snapshot): Labels {
  const labels = new Map<NodeId, Label>();
  for (const statement of tree.statements) {
    for (const expression of nodesOf(tree, statement)) {
      const node = nodeAt(model.expressionNodes, expression.index);
      if (node === undefined || labels.has(node) || isNumber(expression)) continue;
      labels.set(node, { text: sourceOf(text, expression), isAtom: isAtom(expression), statement, expression });
    }
    const node = nodeAt(model.statementNodes, statement.index);
    if (node !== undefined && isNaming(statement))
      labels.set(node, { text: shortened(statement.name.name), isAtom: true, statement });
  }
  return labels;
}

/** A number says itself what it is. */
function isNumber(expression: Expression): boolean {
  const unsigned = expression.kind === 'negate' ? expression.operand : expression;
  return unsigned.kind === 'number' || unsigned.kind === 'string';
}

function isAtom({ kind }: Expression): boolean {
  return ['name', 'member', 'call', 'list', 'transpose', 'index'].includes(kind);
}
