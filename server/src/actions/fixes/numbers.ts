/** Fixes of what the numbers say, and of params. */

import * as l10n from '@vscode/l10n';
import { sizeOf } from '../../engine/ir/shape.ts';
import { elementsOf } from '../../engine/runtime/execute.ts';
import { nodeAt } from '../../language/lowering/model.ts';
import { mentionsIn } from '../../language/names/references.ts';
import { literalNumbers } from '../../language/syntax/literals.ts';
import type { Expectation, Expression } from '../../language/syntax/tree.ts';
import { resetTrainedCommand } from '../../protocol/commands.ts';
import { isEvaluated } from '../../snapshot/snapshot.ts';
import { literalText } from '../../training/stepEdits.ts';
import type { Site } from '../site.ts';
import { removed } from '../statementLines.ts';
import { type Fix, type FixRows, writing } from './fix.ts';
import { otherKeyword } from './names.ts';

/** Longer values are not written out. */
const mostWritten = 16;

/** A claim holds to a millionth: with these digits a number is as close as that. */
const enoughDigits = 8;

export const numberFixes: FixRows = {
  'param-not-reached': (site, name) => {
    const { snapshot, statement } = site;
    if (statement?.kind !== 'param' && statement?.kind !== 'drawn') return [];
    const named = mentionsIn(snapshot.module).at(site.found.start)?.named;
    const isUsed = named !== undefined && mentionsIn(snapshot.module).of(named).length > 1;
    const removal = { title: l10n.t`Remove ${name}, which nothing uses`, edits: removed(snapshot, statement) };
    return [
      ...(isUsed ? [] : [removal]),
      ...(statement.kind === 'param' ? [otherKeyword(statement, 'const', l10n.t`Make ${name} a const`)] : []),
    ];
  },
  'gradient-not-finite': (site, _source, _value, _operands, instead) =>
    instead === undefined ? [] : [writing(site.found, instead)],
  'expectation-failed': (site) => {
    const { statement } = site;
    if (statement?.kind !== 'expect') return [];
    const { left, right } = statement;
    if (literalNumbers(right)) return expecting(site, statement, right, left);
    return literalNumbers(left) ? expecting(site, statement, left, right) : [];
  },
  'checkpoint-misfit': () => reset(),
  'checkpoint-unreadable': () => reset(),
};

function reset(): readonly Fix[] {
  return [{ title: l10n.t('Reset trained values'), edits: [], command: resetTrainedCommand }];
}

/** What is expected written anew as the value that there is. */
function expecting(
  { snapshot }: Site,
  { within }: Expectation,
  expected: Expression,
  actual: Expression,
): readonly Fix[] {
  const node = nodeAt(snapshot.model.expressionNodes, actual.index);
  if (!isEvaluated(snapshot) || node === undefined) return [];
  const { program } = snapshot.model;
  const shape = program.shape(node);
  const values = elementsOf(program, snapshot.evaluation.values, node);
  if (sizeOf(shape) > mostWritten || !values.every(Number.isFinite)) return [];
  const written = literalText(within === undefined ? values.map(rounded) : values, shape);
  return [{ ...writing(expected, written), title: l10n.t`Expect ${written}`, isGuess: true }];
}

/** With as many digits as a claim looks at, where those are fewer. */
function rounded(value: number): number {
  return Number(value.toPrecision(enoughDigits));
}
