/** Line mapping: the numbers that lines had before an edit. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Lines } from '../../../server/src/language/text/lines.ts';
import { createLineMapper } from '../../../server/src/snapshot/annotations/lineMapper.ts';

describe('the line mapper', () => {
  test.each<[name: string, earlier: string, later: string, was: readonly (number | undefined)[]]>([
    ['an edit that changes nothing', 'a\nb\nc', 'a\nb\nc', [0, 1, 2]],
    ['an edit within a line', 'a\nbcd\ne', 'a\nbxd\ne', [0, 1, 2]],
    ['an edit at the start of a line', 'a\nb\nc', 'a\nxb\nc', [0, 1, 2]],
    ['an edit at the end of a line', 'a\nb\nc', 'a\nbx\nc', [0, 1, 2]],
    ['a line added above', 'a\nb', 'x\na\nb', [undefined, 0, 1]],
    ['a line added between two lines', 'a\nb', 'a\nx\nb', [0, undefined, 1]],
    ['a line added below', 'a\nb', 'a\nb\nx', [0, 1, undefined]],
    ['a removed line', 'a\nb\nc', 'a\nc', [0, 2]],
    ['a removed first line', 'a\nb\nc', 'b\nc', [1, 2]],
    ['a removed last line', 'a\nb\nc', 'a\nb', [0, 1]],
    ['one line replaced by two', 'a\nb\nc', 'a\nx\ny\nc', [0, 1, undefined, 2]],
    ['two lines replaced by one', 'a\nb\nc\nd', 'a\nx\nd', [0, 1, 3]],
    ['a replacement of all lines', 'a\nb', 'x\ny\nz', [0, 1, undefined]],
    ['lines added to an empty text', '', 'x\ny', [0, undefined]],
    ['a removal of all lines', 'x\ny', '', [0]],
    ['an added line equal to the one below it', 'a\na\nb', 'a\na\na\nb', [undefined, 0, 1, 2]],
    ['an added last line equal to the one above it', 'a\nb', 'a\nb\nb', [0, undefined, 1]],
    ['an added line that ends like the one above it', 'a\nb', 'a\nab\nb', [0, undefined, 1]],
    ['a line added between CRLF line breaks', 'a\r\nb\r\nc', 'a\r\nx\r\nb\r\nc', [0, undefined, 1, 2]],
  ])('handles %s', (_, earlier, later, was) => {
    const shift = createLineMapper(earlier, new Lines(earlier), later, new Lines(later));
    expect(was.map((_, line) => shift(line))).toEqual(was);
  });
});

/** Lines that begin and end with different characters, so that an edit is unambiguous. */
const alphabet = Array.from({ length: 40 }, (_, i) => String.fromCharCode(0x4e00 + i));

test('unchanged lines map to themselves and edited lines to the lines they replaced', () => {
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
