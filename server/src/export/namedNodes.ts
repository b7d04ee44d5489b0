/** The named nodes of a program: the statements of its source, and the params that calls made. */

import type { NodeId } from '../engine/ir/program.ts';
import { nodeAt } from '../language/lowering/model.ts';
import { isDefinition, isValueDefinition, rangeIn, roleOf } from '../language/syntax/ast.ts';
import { excerptOf } from '../language/text/excerpt.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

export interface NamedNode {
  readonly node: NodeId;
  /** A path such as `h.W` for a param that a call made. */
  readonly name: string;
  /** The keyword in a document without training; empty for a value computed from leaves. */
  readonly keyword: DeclarationKeyword;
  /** The source of the expression; absent if there is none. */
  readonly source?: string;
}

export type DeclarationKeyword = '' | 'const' | 'data';

const keywords: Readonly<Record<string, DeclarationKeyword>> = { const: 'const', param: 'const', data: 'data' };

/** In node order. */
export function namedNodesOf({ text, tree, model }: Snapshot): NamedNode[] {
  const statements = tree.statements.flatMap((statement): NamedNode[] => {
    const node = nodeAt(model.statementNodes, statement.id);
    if (node === undefined || !isValueDefinition(statement)) return [];
    const source = isDefinition(statement) && { source: excerptOf(text, rangeIn(statement, statement.value)) };
    return [{ node, name: statement.name.name, keyword: keywords[roleOf(statement)] ?? '', ...source }];
  });
  const statementNodes = new Set(statements.map(({ node }) => node));
  const callParams = model.params.filter(({ node }) => !statementNodes.has(node));
  return [...statements, ...callParams.map(({ node, name }) => ({ node, name, keyword: 'const' as const }))].sort(
    (a, b) => a.node - b.node,
  );
}
