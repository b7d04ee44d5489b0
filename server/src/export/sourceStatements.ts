/** The named nodes of a program: the statements of its source, and the params that calls made. */

import * as l10n from '@vscode/l10n';
import type { NodeId } from '../engine/ir/program.ts';
import { nodeAt } from '../language/lowering/model.ts';
import type { Refusal } from '../language/problems/refusal.ts';
import { isDefinition, isValueDefinition, rangeIn, roleOf } from '../language/syntax/ast.ts';
import { excerptOf } from '../language/text/excerpt.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

export interface SourceStatement {
  readonly node: NodeId;
  /** A path such as `h.W` for a param that a call made. */
  readonly name: string;
  /** The keyword in a document without training; empty for a value computed from leaves. */
  readonly keyword: Keyword;
  /** The source of the expression; absent if there is none. */
  readonly source?: string;
}

export type Keyword = '' | 'const' | 'data';

const keywords: Readonly<Record<string, Keyword>> = { const: 'const', param: 'const', data: 'data' };

/** In node order. */
export function statementsOf({ text, tree, model }: Snapshot): SourceStatement[] {
  const statements = tree.statements.flatMap((statement): SourceStatement[] => {
    const node = nodeAt(model.statementNodes, statement.id);
    if (node === undefined || !isValueDefinition(statement)) return [];
    const source = isDefinition(statement) && { source: excerptOf(text, rangeIn(statement, statement.value)) };
    return [{ node, name: statement.name.name, keyword: keywords[roleOf(statement)] ?? '', ...source }];
  });
  const namedNodes = new Set(statements.map(({ node }) => node));
  const callParams = model.params.filter(({ node }) => !namedNodes.has(node));
  return [...statements, ...callParams.map(({ node, name }) => ({ node, name, keyword: 'const' as const }))].sort(
    (a, b) => a.node - b.node,
  );
}

/** Explains why a model has no backward pass: it has no loss, or an error. */
export function noObjectiveRefusal({ problems, lines }: Snapshot): Refusal {
  const error = problems.find(({ severity }) => severity === 'error');
  if (error === undefined)
    return {
      refusal: l10n.t("Can't show the backward pass without a loss. Add one, for example: loss L = (target - f)^2"),
    };
  const line = lines.positionAt(error.start).line + 1;
  return { refusal: l10n.t`Can't show the backward pass: line ${line} has an error: ${error.message}.` };
}
