/** Navigation features never fail, for any text. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { definitionAt } from '../../../server/src/features/navigation/definition.ts';
import { highlightsAt } from '../../../server/src/features/navigation/documentHighlight.ts';
import { linksIn } from '../../../server/src/features/navigation/documentLinks.ts';
import { documentSymbolsIn } from '../../../server/src/features/navigation/documentSymbols.ts';
import { foldingRangesIn } from '../../../server/src/features/navigation/folding.ts';
import { rangesAt } from '../../../server/src/features/navigation/selectionRange.ts';
import { referencesIn } from '../../../server/src/language/names/references/references.ts';
import { analyze, type Snapshot } from '../../../server/src/snapshot/snapshot.ts';
import { fuzzedTexts } from '../../support/models/fuzzedTexts.ts';
import { generatedCases } from '../../support/setup/thorough.ts';

const files = { uriAt: (_: string, path: string) => path };

function checkNavigation(snapshot: Snapshot, offset: number): void {
  const file = { uri: 'file:///model.bp', snapshot };
  const last = snapshot.lines.count - 1;
  documentSymbolsIn(snapshot);
  linksIn(file, files);
  for (const { startLine, endLine } of foldingRangesIn(snapshot)) {
    expect(startLine).toBeLessThan(endLine);
    expect(endLine).toBeLessThanOrEqual(last);
  }
  const ranges = rangesAt(snapshot, offset);
  ranges.forEach(({ start, end }, i) => {
    expect(start).toBeLessThanOrEqual(offset);
    expect(end).toBeGreaterThanOrEqual(offset);
    if (i > 0) expect(start <= ranges[i - 1].start && end >= ranges[i - 1].end).toBe(true);
  });
  const mention = referencesIn(snapshot.module).at(offset);
  expect(highlightsAt(snapshot, offset).length > 0).toBe(mention !== undefined);
  if (mention) expect(definitionAt(file, offset, files) !== undefined).toBe(mention.symbol.module === snapshot.module);
}

test('navigation answers consistently in random texts', () => {
  fc.assert(
    fc.property(fuzzedTexts, fc.nat(), (text, choice) => checkNavigation(analyze(text), choice % (text.length + 1))),
    generatedCases(500),
  );
});

describe('navigation in a large text', () => {
  const layers = Array.from({ length: 3_000 }, (_, i) => `fn f${i + 1}(x) = f${i}(x) + f${i}(x)`).join('\n');
  const stacked = Array.from({ length: 3_000 }, (_, i) => `fn g${i + 1}(x) {\n  h = g${i}(x)\n  return h\n}`).join(
    '\n',
  );
  const first = 'fn f0(x) {\n  param W = 1\n  return x * W\n}\n';

  test.each([
    ['10,000 brackets', `x = 1\ny = ${'('.repeat(10_000)}x${')'.repeat(10_000)}`],
    ['10,000 unclosed brackets', `x = 1\ny = ${'[\n'.repeat(10_000)}x`],
    ['10,000 braces', `fn f(x) ${'{'.repeat(10_000)}x${'}'.repeat(10_000)}`],
    ['a sum of 10,000 names', `x = 1\ny = ${'x + '.repeat(10_000)}x`],
    ['calls that double 3,000 times', `${first}${layers}\nx = f3000(1)\ny = x.W + x_2.W + x_1000000.W`],
    ['calls 3,000 deep', `${first.replace('f0', 'g0')}${stacked}\nx = g3000(1)\ny = x${'.h'.repeat(3_000)}.W`],
  ])('answers with %s', (_, text) => {
    const snapshot = analyze(text);
    for (const offset of [0, text.indexOf('x'), text.length >> 1, text.lastIndexOf('x'), text.length]) {
      checkNavigation(snapshot, offset);
    }
  });
});
