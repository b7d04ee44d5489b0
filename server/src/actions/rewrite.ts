/** Rewrites of a statement: const to param, param to const, random numbers to literals. */

import * as l10n from '@vscode/l10n';
import { sizeOf } from '../engine/ir/shape.ts';
import { elementsOf } from '../engine/ir/values.ts';
import { nodeAt } from '../language/lowering/model.ts';
import type { Refusal } from '../language/problems/refusal.ts';
import { nameOf, type RandomParam, rangeIn, type Statement } from '../language/syntax/ast.ts';
import { literalText } from '../language/syntax/literals.ts';
import { lastStatementBefore, statementAt } from '../language/syntax/tree/tree.ts';
import type { Edit } from '../language/text/edits.ts';
import type { Range } from '../language/text/lines.ts';
import { isEvaluated, type Snapshot } from '../snapshot/snapshot.ts';
import { powerOperatorEdits } from './fixes.ts';
import { type Refactoring, validateEdits } from './refactoring.ts';

const kind = 'refactor.rewrite';

/** Longer literals are not readable. */
const maxElements = 100;

export function rewriteRefactorings(snapshot: Snapshot, { start, end }: Range): readonly Refactoring[] {
  const from = lastStatementBefore(snapshot.tree, start - 1)?.start;
  const powerEdits = powerOperatorEdits(snapshot.text, from, end).filter((edit) => edit.end >= start);
  const refactorings: Refactoring[] =
    powerEdits.length > 0 ? [{ title: l10n.t("Replace '**' with '^'"), kind, outcome: powerEdits }] : [];
  const statement = statementAt(snapshot.tree, start);
  const identifier = statement && nameOf(statement);
  if (!statement || !identifier || end > statement.end || start > rangeIn(statement, identifier).end)
    return refactorings;
  const { name } = identifier;
  if (statement.kind === 'const')
    refactorings.push({
      title: l10n.t`Change ${name} to a param`,
      kind,
      outcome: changeKeyword(snapshot, statement, 'param'),
    });
  if (statement.kind === 'param')
    refactorings.push({
      title: l10n.t`Change ${name} to a const`,
      kind,
      outcome: changeKeyword(snapshot, statement, 'const'),
    });
  if (statement.kind === 'randomParam')
    refactorings.push({
      title: l10n.t`Replace the initializer of ${name} with its values`,
      kind,
      outcome: writeOutNumbers(snapshot, statement),
    });
  return refactorings;
}

function changeKeyword(
  snapshot: Snapshot,
  { start, kind: oldKeyword }: Statement,
  keyword: string,
): readonly Edit[] | Refusal {
  return validateEdits(snapshot, [{ start, end: start + oldKeyword.length, text: keyword }]);
}

/** Writes the initial or learned value of a random param into the text. */
function writeOutNumbers(snapshot: Snapshot, statement: RandomParam): readonly Edit[] | Refusal {
  const { model } = snapshot;
  const node = nodeAt(model.statementNodes, statement.id);
  if (!isEvaluated(snapshot) || node === undefined)
    return { refusal: l10n.t('It has no value yet, or each call creates its own.') };
  const shape = model.program.shape(node);
  if (sizeOf(shape) > maxElements) return { refusal: l10n.t`It has more than ${maxElements} numbers.` };
  const text = ` = ${literalText(elementsOf(model.program, snapshot.evaluation.values, node), shape)}`;
  return validateEdits(snapshot, [{ start: rangeIn(statement, statement.name).end, end: statement.end, text }]);
}
