/** Maps lines to their positions before an edit. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Lines } from '../../../server/src/language/text/lines.ts';
import { createLineMapper } from '../../../server/src/snapshot/annotations/lineMapper.ts';

describe('an edit', () => {
  test.each<[what: string, earlier: string, later: string, was: readonly (number | undefined)[]]>([
    ['nothing', 'a\nb\nc', 'a\nb\nc', [0, 1, 2]],
    ['within a line', 'a\nbcd\ne', 'a\nbxd\ne', [0, 1, 2]],
    ['at the start of a line', 'a\nb\nc', 'a\nxb\nc', [0, 1, 2]],
    ['at the end of a line', 'a\nb\nc', 'a\nbx\nc', [0, 1, 2]],
    ['a line above', 'a\nb', 'x\na\nb', [undefined, 0, 1]],
    ['a line between', 'a\nb', 'a\nx\nb', [0, undefined, 1]],
    ['a line below', 'a\nb', 'a\nb\nx', [0, 1, undefined]],
    ['a line gone', 'a\nb\nc', 'a\nc', [0, 2]],
    ['the first line gone', 'a\nb\nc', 'b\nc', [1, 2]],
    ['the last line gone', 'a\nb\nc', 'a\nb', [0, 1]],
    ['two lines for one', 'a\nb\nc', 'a\nx\ny\nc', [0, 1, undefined, 2]],
    ['one line for two', 'a\nb\nc\nd', 'a\nx\nd', [0, 1, 3]],
    ['everything', 'a\nb', 'x\ny\nz', [0, 1, undefined]],
    ['from nothing', '', 'x\ny', [0, undefined]],
    ['to nothing', 'x\ny', '', [0]],
    ['a line like the one below it', 'a\na\nb', 'a\na\na\nb', [undefined, 0, 1, 2]],
    ['a last line like the one before it', 'a\nb', 'a\nb\nb', [0, undefined, 1]],
    ['a line that ends like the one before it', 'a\nb', 'a\nab\nb', [0, undefined, 1]],
    ['CRLF', 'a\r\nb\r\nc', 'a\r\nx\r\nb\r\nc', [0, undefined, 1, 2]],
  ])('%s', (_, earlier, later, was) => {
    const shift = createLineMapper(earlier, new Lines(earlier), later, new Lines(later));
    expect(was.map((_, line) => shift(line))).toEqual(was);
  });
});

/** Lines of which none begins or ends like another, so that there is one way to see an edit. */
const alphabet = Array.from({ length: 40 }, (_, i) => String.fromCharCode(0x4e00 + i));

test('maps unchanged lines to themselves and edited lines to what they replaced', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(alphabet, { minLength: 2 }), fc.nat(), fc.nat(), fc.nat(), (lines, a, b, c) => {
      const spare = lines.slice(lines.length / 2);
      const earlier = lines.slice(0, lines.length / 2);
      const start = a % earlier.length;
      const removed = b % (earlier.length - start + 1);
      const added = c % (spare.length + 1);
      const later = earlier.toSpliced(start, removed, ...spare.slice(0, added));
      const [from, to] = [earlier, later].map((those) => those.map((line) => `${line}\n`).join(''));
      const shift = createLineMapper(from, new Lines(from), to, new Lines(to));
      const was = later.map((line, at) => {
        if (earlier.includes(line)) return earlier.indexOf(line);
        return at < start + removed ? at : undefined;
      });
      expect(later.map((_, at) => shift(at))).toEqual(was);
    }),
  );
});
