/** Folding ranges, drawn in the left margin: `▾` at the first line, `│` down to the last hidden line. */

import { describe, expect, test } from 'vitest';
import { foldingRangesIn } from '../../../server/src/features/navigation/folding.ts';
import { analyze } from '../../../server/src/snapshot/snapshot.ts';
import { expectUnchanged } from '../../support/fixtures/fixture.ts';

const fixtures: Record<string, string> = {
  'the body of a function': `
▾ fn f(x) {
│   a = x^2
│   return a
  }
  y = f(2)`,

  'nested brackets': `
▾  param W = [
│▾   [1, 2,
││    3, 4,
│    ], [5,
│      6]
   ]
   y = W`,

  'several brackets opened on one line': `
▾ y = sum(mean([
│   1,
│   2,
  ]))`,

  'brackets in a function body': `
▾  fn f(x) {
│▾   a = [
││      1,
│    ]
│    return a * x
   }`,

  'a block in a block': `
▾  for t in 1..3 {
│    a = t
│▾   for k in 1..2 {
││     b = k
│    }
   }
   y = 1`,

  'several comment lines, but not a single one': `
▾ # What this is
│ # and what it is for.
  x = 2
  # One line.
  y = 3`,

  'imports and comments between them': `
▾ import "a.bp"
│ # The rest.
│ import "b.bp"
  x = 2
  import "c.bp"`,

  'nested regions': `
▾  # region data
│  x = 2
│▾ #region more
││ # One line of a comment.
││ y = 3
││ # endregion
│  # endregion
   # region that nobody ends
   # endregional
   z = 4`,

  'a function after unclosed brackets': `
  x = (1 +
   2
  y = [1
▾ fn f(x) {
│   return x
  }`,
};

describe('folding ranges', () => {
  test.each(Object.entries(fixtures))('cover %s', (_, fixture) => {
    expectUnchanged(fixture, (input) => {
      const width = Math.max(...input.split('\n').map((line) => /^[▾│ ]*?(?=[^▾│ ]|$)/.exec(line)![0].search(/[ ]*$/)));
      const text = input
        .split('\n')
        .map((line) => line.slice(width + 1))
        .join('\n');
      const lines = text.split('\n').map((line) => ({ line, gutter: '' }));
      for (const { startLine, endLine } of foldingRangesIn(analyze(text))) {
        lines.forEach((each, at) => {
          if (at === startLine) each.gutter += '▾';
          else if (at > startLine && at <= endLine) each.gutter += '│';
        });
      }
      return lines.map(({ line, gutter }) => `${gutter.padEnd(width)} ${line}`).join('\n');
    });
  });

  test('cover ten thousand nested brackets', () => {
    const text = `x = ${'(\n'.repeat(10_000)}1${'\n)'.repeat(10_000)}`;
    expect(foldingRangesIn(analyze(text))).toHaveLength(10_000);
  });
});
