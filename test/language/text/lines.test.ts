/** Positions and offsets of a text, including positions outside it. */

import { expect, test } from 'vitest';
import { Lines } from '../../../server/src/language/text/lines.ts';

test.each(['\n', '\r\n', '\r'])(
  'a position past the end of its line or of the text is clamped to it: %j',
  (newline) => {
    const text = `ab${newline}${newline}cd`;
    const lines = new Lines(text);
    const offsetAt = (line: number, character: number) => lines.offsetAt({ line, character });
    expect([offsetAt(0, 2), offsetAt(0, 3), offsetAt(0, 1_000)]).toEqual([2, 2, 2]);
    expect(offsetAt(1, 1)).toBe(2 + newline.length);
    expect([offsetAt(2, 9), offsetAt(3, 0), offsetAt(1_000, 1)]).toEqual([text.length, text.length, text.length]);
  },
);
