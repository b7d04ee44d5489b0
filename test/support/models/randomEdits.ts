/** Random edits, as people make them: digits, letters and lines come and go, names change, blocks are pasted, text is broken. */

import fc from 'fast-check';

/** What one edit does, in numbers that choose where and what. */
export interface TextEdit {
  readonly kind: number;
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

const pasted = [
  ...[
    '1',
    '2',
    '.5',
    '-',
    ' ',
    '\n',
    '\n\n',
    '\r\n',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '#',
    '"',
    '=',
    '^2',
    ' + ',
    'x',
    'p',
  ],
  ...[
    '\nparam x = 2\n',
    '\nloss M = x^2\n',
    '\nx = 1\n',
    '\nfn f(x) = x^2\n',
    '\nfn g(x) {\n  param w = 1\n  return x * w\n}\n',
  ],
  ...[
    '\nconst k = 2\n',
    '\nexpect 1 ≈ 1\n',
    '\ntrain sgd(lr = 0.1)\n',
    '\nimport "library.bp"\n',
    '\nz = ∂L/∂p\n',
    '\n',
  ],
];

export const textEdits: fc.Arbitrary<TextEdit[]> = fc.array(
  fc.record({
    kind: fc.nat(9),
    at: fc.nat(),
    length: fc.nat(12),
    text: fc.oneof(fc.constantFrom(...pasted), fc.string({ unit: 'binary', maxLength: 3 })),
  }),
  { minLength: 1, maxLength: 6 },
);

/** The text that an edit makes of another one. */
export function edited(text: string, { kind, at, length, text: put }: TextEdit): string {
  const place = at % (text.length + 1);
  const replace = (from: number, to: number, by: string): string => text.slice(0, from) + by + text.slice(to);
  const lines = text.split('\n');
  const line = at % lines.length;
  switch (kind) {
    case 0:
      return replace(place, place, put);
    case 1:
      return replace(place, place + length, '');
    case 2:
      return replace(place, place + length, put);
    case 3:
      return lines.toSpliced(line, 1).join('\n');
    case 4:
      return lines.toSpliced(line, 0, lines[(at + length) % lines.length]).join('\n');
    case 5:
      return lines.with(line, `# ${lines[line]}`).join('\n');
    case 6:
      return changedWord(text, /\d/g, at, String(length % 10));
    case 7:
      return changedWord(text, /\d/g, at, `${length % 10}$&`);
    case 8:
      return changedWord(text, /\p{ID_Start}\p{ID_Continue}*/gu, at, 'p');
    default:
      return replace(place, place, text.slice(place, place + 40 * length));
  }
}

/** The text with one of the words that a pattern finds replaced. */
function changedWord(text: string, pattern: RegExp, at: number, by: string): string {
  const found = [...text.matchAll(pattern)];
  const word = found[at % Math.max(1, found.length)];
  if (word === undefined) return text;
  return text.slice(0, word.index) + by.replace('$&', word[0]) + text.slice(word.index + word[0].length);
}
