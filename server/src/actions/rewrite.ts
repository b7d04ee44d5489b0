/** Rewrites of a statement: a const that trains, a param that doesn't, drawn numbers written out. */

import * as l10n from '@vscode/l10n';
import { sizeOf } from '../engine/ir/shape.ts';
import { elementsOf } from '../engine/runtime/execute.ts';
import type { Range } from '../language/base/lines.ts';
import { nodeAt } from '../language/lowering/model.ts';
import { type DrawnParam, lastFrom, nameOf, type Statement, statementAt } from '../language/syntax/tree.ts';
import { isEvaluated, type Snapshot } from '../snapshot/snapshot.ts';
import type { Refusal } from '../training/refusal.ts';
import { type Edit, literalText } from '../training/stepEdits.ts';
import { powersIn } from './fixes/fixes.ts';
import { type Refactoring, triedOut } from './refactoring.ts';

const kind = 'refactor.rewrite';

/** A longer literal is no text to read. */
const mostWritten = 100;

export function rewrites(snapshot: Snapshot, { start, end }: Range): readonly Refactoring[] {
  const from = lastFrom(snapshot.tree, start - 1)?.start;
  const powers = powersIn(snapshot.text, from, end).filter((edit) => edit.end >= start);
  const found: Refactoring[] =
    powers.length > 0 ? [{ title: l10n.t("Write '^' for '**'"), kind, outcome: powers }] : [];
  const statement = statementAt(snapshot.tree, start);
  if (statement === undefined || end > statement.end || start > (nameOf(statement)?.end ?? -1)) return found;
  const name = nameOf(statement)!.name;
  if (statement.kind === 'const')
    found.push({ title: l10n.t`Make ${name} a param`, kind, outcome: withKeyword(snapshot, statement, 'param') });
  if (statement.kind === 'param')
    found.push({ title: l10n.t`Make ${name} a const`, kind, outcome: withKeyword(snapshot, statement, 'const') });
  if (statement.kind === 'drawn')
    found.push({ title: l10n.t`Write out the numbers of ${name}`, kind, outcome: writtenOut(snapshot, statement) });
  return found;
}

function withKeyword(
  snapshot: Snapshot,
  { start, kind: before }: Statement,
  keyword: string,
): readonly Edit[] | Refusal {
  return triedOut(snapshot, [{ start, end: start + before.length, text: keyword }]);
}

/** What was drawn, or what training made of it, as the text of the param. */
function writtenOut(snapshot: Snapshot, statement: DrawnParam): readonly Edit[] | Refusal {
  const { model } = snapshot;
  const node = nodeAt(model.statementNodes, statement.index);
  if (!isEvaluated(snapshot) || node === undefined)
    return { refusal: l10n.t('It has no numbers yet, or is made by each call anew.') };
  const shape = model.program.shape(node);
  if (sizeOf(shape) > mostWritten) return { refusal: l10n.t`It has more than ${mostWritten} numbers.` };
  const text = ` = ${literalText(elementsOf(model.program, snapshot.evaluation.values, node), shape)}`;
  return triedOut(snapshot, [{ start: statement.name.end, end: statement.end, text }]);
}
