/** Expand selection, step by step from the cursor. */

import { describe, expect, test } from 'vitest';
import { rangesAt } from '../../../server/src/features/navigation/selectionRange.ts';
import { analyze } from '../../../server/src/snapshot/snapshot.ts';
import { parseMarked } from '../../support/fixtures/markedText.ts';

function selections(fixture: string): readonly string[] {
  const { text, offset } = parseMarked(fixture);
  return rangesAt(analyze(text), offset).map(({ start, end }) => text.slice(start, end));
}

describe('the selection', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'from a name through expressions to the file',
      'x = 1\ny = (x + 2 * $0x)^2',
      ['x', '2 * x', 'x + 2 * x', '(x + 2 * x)^2', 'y = (x + 2 * x)^2', 'x = 1\ny = (x + 2 * x)^2'],
    ],
    ['from the name of a definition', 'x = 1\n$0y = x', ['y', 'y = x', 'x = 1\ny = x']],
    [
      'in a function',
      'fn f(x) {\n  a = tan$0h(x)\n  return a\n}\n',
      [
        'tanh',
        'tanh(x)',
        'a = tanh(x)',
        'fn f(x) {\n  a = tanh(x)\n  return a\n}',
        'fn f(x) {\n  a = tanh(x)\n  return a\n}\n',
      ],
    ],
    ['from a keyword', 'z = 1\nlo$0ss L = z', ['loss', 'loss L = z', 'z = 1\nloss L = z']],
    ['on an operator', 'z = 1 $0* 2', ['1 * 2', 'z = 1 * 2']],
    ['from a part of a member', 'z = net.h$01.W', ['h1', 'net.h1.W', 'z = net.h1.W']],
    ['in an incomplete statement', 'z = (foo$0 + ', ['foo', 'z = (foo +', 'z = (foo + ']],
    ['from a word that touches an expression', 'expect [x, y]$0const', ['const', 'expect [x, y]const']],
    ['on an empty line', 'x = 1\n$0\ny = 2', ['x = 1\n\ny = 2']],
  ])('grows %s', (_, fixture, expected) => {
    expect(selections(fixture)).toEqual(expected);
  });

  test('grows within the nesting limit in a sum of ten thousand terms', () => {
    const steps = selections(`x = 1\ny = $0x${' + x'.repeat(10_000)}`);
    expect(steps.length).toBeLessThan(200);
    expect(steps.slice(0, 3)).toEqual(['x', 'x + x', 'x + x + x']);
  });
});
