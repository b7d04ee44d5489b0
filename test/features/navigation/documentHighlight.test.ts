/** Document highlights: definitions are marked W, uses R. */

import { describe, test } from 'vitest';
import { DocumentHighlightKind } from 'vscode-languageserver';
import { highlightsAt } from '../../../server/src/features/navigation/documentHighlight.ts';
import { loadModule } from '../../../server/src/language/names/modules/loadModule.ts';
import { expectUnchanged, withCursor, withoutLines } from '../../support/fixtures/fixture.ts';
import { filesOf } from '../../support/models/memoryFiles.ts';

const drawnLine = /^[ WR]*[WR][ WR]*$/;

const fixtures: Record<string, string> = {
  'a value': `
param $0x = 2
      W
loss L = x^2 + ∂L/∂x
         R         R`,

  'a value that is defined twice': `
x = 2
W
y = $0x
    R
x = 3
W`,

  'a parameter': `
fn f(x, by) = x * $0by
        WW        RR
by = f(2, by = 3)
          RR`,

  'nothing for an operator': `
y = re$0lu(2)
z = relu(3)`,

  'a name from another file': `
import "library.bp"
y = hal$0f * half
    RRRR   RRRR`,
};

describe('highlights', () => {
  test.each(Object.entries(fixtures))('mark %s', (_, fixture) => {
    expectUnchanged(fixture, (input) => {
      const marked = withoutLines(input, drawnLine);
      const { text, offset } = withCursor(marked);
      const highlights = highlightsAt(
        { module: loadModule(text, filesOf({ 'library.bp': 'const half = 1 / 2' })) },
        offset,
      );
      return marked
        .split('\n')
        .flatMap((line, index) => {
          const under: string[] = [];
          for (const { range, kind } of highlights) {
            if (range.start.line !== index) continue;
            for (let at = range.start.character; at < range.end.character; at++)
              under[at] = kind === DocumentHighlightKind.Write ? 'W' : 'R';
          }
          return under.length === 0 ? [line] : [line, Array.from(under, (letter) => letter ?? ' ').join('')];
        })
        .join('\n');
    });
  });
});
