/** Messages to the editor stay short, however long the names and however many the problems. */

import { expect, test } from 'vitest';
import { defaultSettings } from '../../protocol/editor/settings.ts';
import { lensesOf } from '../../server/src/features/annotations/codeLens.ts';
import { diagnosticsOf } from '../../server/src/features/annotations/diagnostics.ts';
import { shownNumbersOf } from '../../server/src/features/annotations/shownNumbers.ts';
import { signatureHelpAt } from '../../server/src/features/completion/signatureHelp.ts';
import { hoverAt } from '../../server/src/features/hover/hover.ts';
import { completionsAt } from '../support/fixtures/completions.ts';
import { annotationsAfter } from '../support/models/evaluated.ts';

const long = 'x'.repeat(1_000_000);

test.each([
  ['a long name', `param ${long} = 1\nloss L = ${long}^2`],
  ['a long name for a loss', `param x = 1\nloss ${long} = x^2`],
  ['a long name that no loss depends on', `param ${long} = 1\nloss L = 2`],
  ['a long name that is not defined', `param x = ${long}`],
  ['a long name of a function', `fn ${long}(x) = x\nparam p = 1\nloss L = ${long}(p)`],
  ['a long name of a parameter', `fn f(x, y${long} = 2) = x * y${long}\nparam p = 1\nloss L = f(p)`],
  [
    'a long name of a statement with a call',
    `fn f(x) {\n  param w = 1\n  return x * w\n}\nh${long} = f(2)\nloss L = h${long}`,
  ],
  ['many calls', `fn x(a) = a\nb = ${'x(1) + '.repeat(10_000)}0`],
  ['many params of one call', `x = [[1]]\nloss L = ${'sum(dense(x, 1)) + '.repeat(5_000)}0`],
  ['a long number', `param x = ${'7'.repeat(1_000_000)}`],
  ['a long expression', `param x = 1\nloss L = ${'x + '.repeat(50_000)}x`],
  [
    'many losses',
    `param x = 1\n${Array.from({ length: 10 }, (_, i) => `loss ${long.slice(0, 99_999)}${i} = x`).join('\n')}`,
  ],
])('messages stay short for %s', (_, text) => {
  const annotations = annotationsAfter([text]);
  const file = {
    uri: 'file:///model.bp',
    snapshot: annotations.snapshot,
    annotations,
    steps: 0,
    areLearnedParamsSaved: true,
  };
  const sent = [
    lensesOf(annotations, defaultSettings, file.uri),
    hoverAt(file, text.indexOf('x'), defaultSettings),
    diagnosticsOf(annotations.snapshot),
    shownNumbersOf(file, defaultSettings),
  ];
  for (const message of sent) expect(JSON.stringify(message).length).toBeLessThan(6_000);
});

test.each([
  ['a long name', `param ${long} = 1\ny = `],
  ['a long name of a function', `fn ${long}(x) = x\ny = ${long}(`],
  ['a long name of a parameter', `fn f(x, y${long} = 2) = x * y${long}\ny = f(`],
  ['a function of many parameters', `fn f(${Array.from({ length: 1_000 }, (_, i) => `x${i}`).join(', ')}) = x0\ny = `],
])('completion and signature help stay short for %s', async (_, text) => {
  const list = await completionsAt(`${text}$0`);
  const { snapshot } = annotationsAfter([text]);
  expect(JSON.stringify(list).length).toBeLessThan(60_000);
  expect(JSON.stringify(signatureHelpAt(snapshot, text.length)).length).toBeLessThan(6_000);
});
