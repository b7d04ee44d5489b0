/** What of a program the source names: its statements, and the params that its calls made. */

import * as l10n from '@vscode/l10n';
import type { NodeId } from '../engine/ir/program.ts';
import { excerptOf } from '../language/base/excerpt.ts';
import { nodeAt } from '../language/lowering/model.ts';
import { isDefinition, isValueDefinition, rangeIn, roleOf } from '../language/syntax/nodes.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Refusal } from '../training/refusal.ts';

export interface SourceStatement {
  readonly node: NodeId;
  /** A path, `h.W`, where it is a param that a call made. */
  readonly name: string;
  /** What it is in a document that trains nothing; empty for what is computed from the leaves. */
  readonly keyword: Keyword;
  /** The expression as it stands in the source; absent for what has none. */
  readonly source?: string;
}

export type Keyword = '' | 'const' | 'data';

const keywords: Readonly<Record<string, Keyword>> = { const: 'const', param: 'const', data: 'data' };

/** In the order of their nodes. */
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

/** Why a model has no reverse pass: it has no loss, or one that can't be read. */
export function noObjectiveRefusal({ problems, lines }: Snapshot): Refusal {
  const error = problems.find(({ severity }) => severity === 'error');
  if (error === undefined)
    return {
      refusal: l10n.t("Can't show the backward pass without a loss. Add one, for example: loss L = (target - f)^2"),
    };
  const line = lines.positionAt(error.start).line + 1;
  return { refusal: l10n.t`Can't show the backward pass: line ${line} has an error: ${error.message}.` };
}
