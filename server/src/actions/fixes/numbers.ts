/** Fixes of what the numbers say, and of params. */

import * as l10n from '@vscode/l10n';
import { sizeOf } from '../../engine/ir/shape.ts';
import { elementsOf } from '../../engine/ir/values.ts';
import { nodeAt } from '../../language/lowering/model.ts';
import { referencesIn } from '../../language/names/references.ts';
import { literalNumbers } from '../../language/syntax/literals.ts';
import { type ExpectStatement, type Expression, indexIn, rangeIn } from '../../language/syntax/nodes.ts';
import { resetTrainedCommand } from '../../protocol/commands.ts';
import { isEvaluated } from '../../snapshot/snapshot.ts';
import { literalText } from '../../training/stepEdits.ts';
import type { ProblemSite } from '../problemSite.ts';
import { removeStatement } from '../statementLines.ts';
import { type Fix, type FixProviders, replacementFix } from './fix.ts';
import { changeKeywordFix } from './names.ts';

/** Longer values are not written out. */
const maxElements = 16;

/** A claim holds to a millionth: with these digits a number is as close as that. */
const significantDigits = 8;

export const numberFixes: FixProviders = {
  'param-not-reached': (site, name) => {
    const { snapshot, statement } = site;
    if (statement?.kind !== 'param' && statement?.kind !== 'drawn') return [];
    const symbol = referencesIn(snapshot.module).at(site.problem.start)?.symbol;
    const isUsed = symbol !== undefined && referencesIn(snapshot.module).of(symbol).length > 1;
    const removeFix = {
      title: l10n.t`Remove ${name}, which nothing uses`,
      edits: removeStatement(snapshot, statement),
    };
    return [
      ...(isUsed ? [] : [removeFix]),
      ...(statement.kind === 'param' ? [changeKeywordFix(statement, 'const', l10n.t`Make ${name} a const`)] : []),
    ];
  },
  'gradient-not-finite': (site, _source, _value, _operands, replacement) =>
    replacement === undefined ? [] : [replacementFix(site.problem, replacement)],
  'expectation-failed': (site) => {
    const { statement } = site;
    if (statement?.kind !== 'expect') return [];
    const { left, right } = statement;
    if (literalNumbers(right)) return expectationFixes(site, statement, right, left);
    return literalNumbers(left) ? expectationFixes(site, statement, left, right) : [];
  },
  'checkpoint-misfit': () => resetFixes(),
  'checkpoint-unreadable': () => resetFixes(),
};

function resetFixes(): readonly Fix[] {
  return [{ title: l10n.t('Reset trained values'), edits: [], command: resetTrainedCommand }];
}

/** What is expected written anew as the value that there is. */
function expectationFixes(
  { snapshot }: ProblemSite,
  statement: ExpectStatement,
  expected: Expression,
  actual: Expression,
): readonly Fix[] {
  const node = nodeAt(snapshot.model.expressionNodes, indexIn(statement, actual));
  if (!isEvaluated(snapshot) || node === undefined) return [];
  const { program } = snapshot.model;
  const shape = program.shape(node);
  const values = elementsOf(program, snapshot.evaluation.values, node);
  if (sizeOf(shape) > maxElements || !values.every(Number.isFinite)) return [];
  const literal = literalText(statement.within === undefined ? values.map(roundToDigits) : values, shape);
  const range = rangeIn(statement, expected);
  return [{ ...replacementFix(range, literal), title: l10n.t`Expect ${literal}`, isGuess: true }];
}

/** With as many digits as a claim looks at, where those are fewer. */
function roundToDigits(value: number): number {
  return Number(value.toPrecision(significantDigits));
}
